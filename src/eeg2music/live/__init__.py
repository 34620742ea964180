"""Music while the brain is recorded: from a Lab Streaming Layer stream to sound and MIDI."""
