"""Any corpus laid out as BIDS (EEG folders, events, stimuli), read as the pipeline asks."""
