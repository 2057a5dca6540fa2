def diagnose(data: bytes) -> str:
    return data.hex()
