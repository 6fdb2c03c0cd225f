"""What a mind sees ahead: plans and their chances, the next quarter, staying or striking."""
