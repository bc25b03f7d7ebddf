using Microsoft.Extensions.Logging;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Metrics;

namespace Orleans.Kube.Tests.Silo;

public sealed class RehearsalTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("kube-rehearsal-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task It_plays_every_request_and_leaves_nothing()
    {
        Directory.CreateDirectory(Path.Combine(_data.FullName, "rehearsal", "left by a crash"));
        var log = new LastLine();
        await Rehearsal(log).RunAsync(TestContext.Current.CancellationToken);
        log.Text.ShouldStartWith("What requests need is compiled after");
        _data.EnumerateFileSystemInfos().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stage_that_cannot_be_built_is_no_failure()
    {
        File.WriteAllText(Path.Combine(_data.FullName, "rehearsal"), "a file where the folder would be");
        var log = new LastLine();
        await Rehearsal(log).RunAsync(TestContext.Current.CancellationToken);
        log.Text.ShouldStartWith("What requests need is not compiled ahead");
    }

    [Fact]
    public async Task It_ends_when_it_is_told_to()
    {
        using var over = new CancellationTokenSource();
        await over.CancelAsync();
        var log = new LastLine();
        await Rehearsal(log).RunAsync(over.Token);
        log.Text.ShouldBeEmpty();
    }

    private Rehearsal Rehearsal(ILogger<Rehearsal> log) =>
        new(new RequestMetrics(), new KubeControlPlaneOptions { DataDirectory = _data.FullName }, TimeProvider.System, log) { Rounds = 2 };

    private sealed class LastLine : ILogger<Rehearsal>
    {
        public string Text { get; private set; } = "";

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Text = formatter(state, exception);
    }
}
