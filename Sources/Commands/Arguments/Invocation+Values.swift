import ByteCoding

/// Values of options in the forms that the command line knows.
extension Invocation {
  package func number(_ option: String, in range: ClosedRange<Int>) throws(CommandError) -> Int? {
    guard let text = value(option) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw fault(.badNumber(least: range.lowerBound, most: range.upperBound), of: option)
    }
    return number
  }

  /// An open descriptor to read from, so neither standard output nor standard error.
  package func descriptor(_ option: String) throws(CommandError) -> Int32? {
    guard let text = value(option) else { return nil }
    guard let number = Int32(text), number >= 0, number != 1, number != 2 else {
      throw fault(.badDescriptor, of: option)
    }
    return number
  }

  /// `NAME=VALUE` pairs, in the order given.
  package func assignments(
    _ option: String
  ) throws(CommandError) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    for text in values(option) {
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        throw fault(.badAssignment(form: "NAME=VALUE"), of: option)
      }
      pairs.append((String(text[..<equals]), String(text[text.index(after: equals)...])))
    }
    return pairs
  }

  /// Refuses `option` where `other` is not given too.
  package func require(_ other: String, with option: String) throws(CommandError) {
    guard has(option), !has(other) else { return }
    throw fault(.needs("--\(other)"), of: option)
  }

  package func fault(_ fault: OptionFault, of option: String) -> CommandError {
    .usage(.option(fault, name: "--\(option)", command: declaration.name))
  }
}

/// Times.
extension Invocation {
  /// Seconds, from `30s 15m 24h 14d`.
  package func duration(_ option: String) throws(CommandError) -> Int64? {
    guard let text = value(option) else { return nil }
    guard let seconds = DurationText.parse(text) else { throw fault(.badDuration, of: option) }
    return seconds
  }

  /// Milliseconds since 1970. A date without a time of day means the end of that day, UTC.
  package func time(_ option: String) throws(CommandError) -> Int64? {
    guard let text = value(option) else { return nil }
    guard let time = Timestamp(text) else { throw fault(.badDate, of: option) }
    let isDateAlone = text.utf8.count == "2031-04-05".utf8.count
    return time.milliseconds + (isDateAlone ? 86_399_999 : 0)
  }
}
