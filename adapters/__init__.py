"""Everything that touches the outside world; each adapter knows the ports and no other adapter."""
