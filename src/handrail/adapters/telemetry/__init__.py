"""OpenTelemetry: spans of turns, sent to a collector; an extra, loaded only where it is on."""
