"""What the tools that correct parts do: pictures and part maps in, part maps out; nothing of a window."""
