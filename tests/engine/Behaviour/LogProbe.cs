using Microsoft.Extensions.Logging;

namespace Orleans.Kube.Engine.Tests.Behaviour;

/// <summary>A log that a test can wait for.</summary>
internal sealed class LogProbe : ILoggerProvider, ILogger
{
    private readonly Probe _probe = new();

    public ILogger CreateLogger(string categoryName) => this;

    /// <summary>Completes when a line of that event has been logged.</summary>
    public Task Logged(string eventName) => _probe.Noted(eventName);

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _probe.Note(eventId.Name ?? "");
}
