namespace SensorWatch.Infra;

/// <summary>
/// The person who started the app can mend this: a wrong option, a missing package, a pattern that can't be. The message says what was expected,
/// what came and what to do; <c>Program</c> shows it alone, without a stack trace.
/// </summary>
public class ConfigurationException(string message) : Exception(message);
