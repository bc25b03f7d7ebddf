using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Metrics;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Probes;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Tests.Fakes;
using Orleans.Kube.Testing;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

/// <summary>Who gets how long to end, in kubelet's reckoning.</summary>
public sealed class ContainerStopperTests
{
    private static readonly Container Main = new() { Name = "main" };
    private static readonly Container Sidecar = new() { Name = "sidecar", RestartPolicy = "Always" };
    private readonly FakeTime _time = new(PodScene.Noon);
    private readonly RecordedEvents _events = new();
    private readonly IContainerRuntime _runtime = DispatchProxy.Create<IContainerRuntime, Runtime>();

    private Runtime Log => (Runtime)_runtime;

    [Theory]
    [InlineData(null, 30, 30)]
    [InlineData(null, 1, 2)]
    [InlineData(null, 0, 2)]
    [InlineData(10, 30, 20)]
    [InlineData(29, 30, 2)]
    [InlineData(60, 30, 2)]
    [InlineData(60, 0, 2)]
    public async Task A_hook_takes_its_time_from_the_containers_which_has_two_seconds_at_least(int? hook, int grace, int left)
    {
        var pod = Pod(hook is { } seconds ? Main with { Lifecycle = new Lifecycle { PreStop = new LifecycleHandler { Sleep = new SleepAction { Seconds = seconds } } } } : Main);
        var stopped = StopAsync(pod, new PodAction.Stop("m", "main", "", TimeSpan.FromSeconds(grace)));
        if (hook is { } wait) _time.Advance(TimeSpan.FromSeconds(Math.Min(wait, grace)));
        await Log.UntilAsync("m", TimeSpan.FromSeconds(left));
        Log.End("m");
        await stopped;
        _events.All.ShouldBe(["Normal Killing: Stopping container main"]);
    }

    [Fact]
    public async Task A_sidecar_waits_for_the_containers_before_it_and_has_what_they_left()
    {
        var stopped = StopAsync(Pod(Main, Sidecar), Both(30));
        await Log.UntilAsync("m", TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(12));
        Log.End("m");
        await Log.UntilAsync("s", TimeSpan.FromSeconds(18));
        Log.End("s");
        await stopped;
        _events.All.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_sidecar_whose_time_is_over_waits_no_longer()
    {
        var stopped = StopAsync(Pod(Main, Sidecar), Both(30));
        await Log.UntilAsync("m", TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(30));
        await Log.UntilAsync("s", TimeSpan.FromSeconds(2));
        Log.End("m");
        Log.End("s");
        await stopped;
    }

    [Fact]
    public async Task A_hook_that_takes_longer_than_there_is_time_has_failed()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var get = new HTTPGetAction { Host = "127.0.0.1", Port = ((IPEndPoint)mute.LocalEndpoint).Port };
        var stopped = StopAsync(Pod(Main with { Lifecycle = new Lifecycle { PreStop = new LifecycleHandler { HttpGet = get } } }), new PodAction.Stop("m", "main", "", TimeSpan.FromSeconds(30)));
        using var caller = await mute.AcceptSocketAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(30));
        await Log.UntilAsync("m", TimeSpan.FromSeconds(2));
        Log.End("m");
        await stopped;
        _events.All.ShouldBe(["Normal Killing: Stopping container main", "Warning FailedPreStopHook: PreStopHook failed"]);
    }

    [Fact]
    public async Task Who_has_to_hurry_is_asked_anew()
    {
        using var hurry = new CancellationTokenSource();
        var stopped = StopAsync(Pod(Main), hurry.Token, new PodAction.Stop("m", "main", "", TimeSpan.FromSeconds(30)));
        await Log.UntilAsync("m", TimeSpan.FromSeconds(30));
        await hurry.CancelAsync();
        await stopped;
    }

    private static PodAction.Stop[] Both(int grace) =>
        [new("m", "main", "", TimeSpan.FromSeconds(grace)), new("s", "sidecar", "", TimeSpan.FromSeconds(grace), 1)];

    private static Pod Pod(Container main, params Container[] inits) => PodScene.With("Always", main).Spec(s => s with { InitContainers = inits }).Pod;

    private Task StopAsync(Pod pod, params PodAction.Stop[] stops) => StopAsync(pod, CancellationToken.None, stops);

    private Task StopAsync(Pod pod, CancellationToken hurry, params PodAction.Stop[] stops)
    {
        var hooks = new LifecycleHooks(_runtime, new HttpProbe(), _events, new AgentMetrics(), _time);
        return new ContainerStopper(_runtime, hooks, _events, _time).StopAsync(pod, stops, "", hurry, TestContext.Current.CancellationToken);
    }

    /// <summary>A runtime whose containers end when the test says so.</summary>
    public class Runtime : DispatchProxy
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, (TaskCompletionSource<TimeSpan> Asked, TaskCompletionSource Ended)> _stops = new();

        /// <summary>Waits until a container has been told to end within this time.</summary>
        public async Task UntilAsync(string id, TimeSpan grace) => (await Stop(id).Asked.Task.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe(grace);

        public void End(string id) => Stop(id).Ended.SetResult();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            targetMethod!.Name.ShouldBe("StopAsync");
            var (asked, ended) = Stop((string)args![0]!);
            asked.SetResult((TimeSpan)args[1]!);
            return ended.Task.WaitAsync((CancellationToken)args[2]!);
        }

        private (TaskCompletionSource<TimeSpan> Asked, TaskCompletionSource Ended) Stop(string id) => _stops.GetOrAdd(id, static _ => (new(), new()));
    }
}
