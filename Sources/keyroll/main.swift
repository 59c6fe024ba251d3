print("keyroll")
