//! A word at the foot of the screen.

/// A word at the foot of the screen, gone with the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// What it says.
    pub text: String,
    /// How it says it.
    pub kind: ToastKind,
}

/// How a toast says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToastKind {
    /// As a matter of fact.
    Plain,
    /// As something that needs attention.
    Warning,
}
