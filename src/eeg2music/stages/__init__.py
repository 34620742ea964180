"""One thin entry point per rule: read, call the domain, write.

``python -m eeg2music.stages NAME`` runs the function NAME of the module NAME here.
Its keyword-only arguments are the command's options (see `runner`).
"""
