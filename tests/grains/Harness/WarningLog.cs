using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Orleans.Kube.Grains.Tests;

/// <summary>Keeps warnings and errors, to show them when a test fails.</summary>
public sealed class WarningLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) _lines.Enqueue($"{formatter(state, exception)} {exception?.GetType().Name}: {exception?.Message}");
    }

    public override string ToString() => string.Join("\n", _lines.Take(20));

    public void Dispose()
    {
    }
}
