"""What a run says: Snakemake's logger plugin of eeg2music, which Snakemake finds by its name.

Nothing of eeg2music imports this package; the rules do (workflow/rules/card.smk).
"""

from snakemake_logger_plugin_eeg2music.handler import LogHandler, LogHandlerSettings

__all__ = ["LogHandler", "LogHandlerSettings"]
