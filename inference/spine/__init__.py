"""The spine's own shape, from masks: centres, curve, axes. No torch, no Qt."""
