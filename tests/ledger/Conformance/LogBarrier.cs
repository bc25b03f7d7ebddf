using Microsoft.Extensions.Logging;

namespace Orleans.Kube.Ledger.Tests;

/// <summary>Completes when a log message begins with a text: a way to wait for work in the background.</summary>
internal sealed class LogBarrier(string text) : ILoggerFactory, ILogger
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Reached => _reached.Task;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (formatter(state, exception).StartsWith(text, StringComparison.Ordinal)) _reached.TrySetResult();
    }

    public void Dispose()
    {
    }
}
