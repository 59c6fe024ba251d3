import ByteCoding
import SecretMemory

/// Encoders of ByteCoding can write into guarded memory.
extension SecretBuilder: ByteSink {}
