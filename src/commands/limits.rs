//! What `--limits` means.

use crate::{
    cli::{LimitsArg, LimitsPreset},
    function::{LimitsBase, LimitsChoice},
};

/// The choice that the flag's value stands for.
pub(super) fn choice(limits: LimitsArg) -> LimitsChoice {
    LimitsChoice {
        base: match limits.preset {
            None | Some(LimitsPreset::Default) => LimitsBase::Configured,
            Some(LimitsPreset::Production) => LimitsBase::Strict,
            Some(LimitsPreset::Off) => LimitsBase::Off,
        },
        memory_mb: limits.memory_mb,
        cpu_hard: limits.cpu,
        worker_timeout: limits.wall,
        request_idle: limits.idle,
    }
}
