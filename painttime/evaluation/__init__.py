"""How a process is measured, alone or against a recording, beside trivial baselines."""
