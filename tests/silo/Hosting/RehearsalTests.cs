using Microsoft.Extensions.Logging;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Metrics;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Testing;

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

    [Fact]
    public async Task It_leaves_nothing_either_where_it_is_cut_off()
    {
        using var over = new CancellationTokenSource();
        var playing = new Rehearsal(new RequestMetrics(), new KubeControlPlaneOptions { DataDirectory = _data.FullName }, TimeProvider.System, new LastLine()) { Rounds = 100_000, Calm = TimeSpan.Zero }
            .RunAsync(over.Token);
        while (!File.Exists(Path.Combine(_data.FullName, "rehearsal", "ledger.db")) && !playing.IsCompleted) await Task.Delay(10, TestContext.Current.CancellationToken);
        await over.CancelAsync();
        await playing;
        _data.EnumerateFileSystemInfos().ShouldBeEmpty();
    }

    [Fact]
    public async Task It_waits_until_there_is_little_to_do()
    {
        var (time, requests) = (new FakeTime(), new RequestMetrics());
        using var over = new CancellationTokenSource();
        var rehearsal = new Rehearsal(requests, new KubeControlPlaneOptions { DataDirectory = _data.FullName }, time, new LastLine()) { Rounds = 2 };
        var playing = rehearsal.RunAsync(over.Token);
        for (var i = 0; i < 21; i++) requests.Record(new RequestInfo { Path = "/", Verb = "get" }, 200, TimeSpan.Zero);
        time.Advance(TimeSpan.FromSeconds(1));
        playing.IsCompleted.ShouldBeFalse();
        _data.EnumerateFileSystemInfos().ShouldBeEmpty();
        await over.CancelAsync();
        await playing;
    }

    private Rehearsal Rehearsal(ILogger<Rehearsal> log) =>
        new(new RequestMetrics(), new KubeControlPlaneOptions { DataDirectory = _data.FullName }, TimeProvider.System, log) { Rounds = 2, Calm = TimeSpan.Zero };

    private sealed class LastLine : ILogger<Rehearsal>
    {
        public string Text { get; private set; } = "";

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Text = formatter(state, exception);
    }
}
