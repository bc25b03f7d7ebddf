using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.NodeAgent.Devices;
using Orleans.Kube.NodeAgent.Devices.Protocol;
using Orleans.Kube.NodeAgent.Tests.Fakes;
using Orleans.Kube.Testing;

namespace Orleans.Kube.NodeAgent.Tests.Devices;

/// <summary>Where device plugins register.</summary>
public sealed class DeviceRegistrationTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("devices-").FullName;
    private readonly FakeTime _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task The_place_is_left_to_whoever_answers_there_until_nobody_does()
    {
        var (one, other) = (Plugins("one"), Plugins("other"));
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var running = Run(one, first.Token);
        await UntilAsync(() => File.Exists(Path.Combine(_folder, "kubelet.sock")));
        var waiting = Run(other, second.Token);
        await UntilAsync(async () =>
        {
            await RegisterAsync("example.com/a");
            return one.Counts.ContainsKey("example.com/a");
        });
        other.Counts.ShouldBeEmpty();

        await first.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            return File.Exists(Path.Combine(_folder, "kubelet.sock"));
        });
        await RegisterAsync("example.com/b");
        other.Counts.Keys.ShouldBe(["example.com/b"]);
        Plugins("other").Counts.ShouldBe(new Dictionary<string, DeviceCount> { ["example.com/b"] = default }, "the next agent knows that it cannot offer it");
        await second.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        File.Exists(Path.Combine(_folder, "kubelet.sock")).ShouldBeFalse();
    }

    private DevicePlugins Plugins(string name) => new(Path.Combine(_folder, $"{name}.json"), _time);

    private Task Run(DevicePlugins plugins, CancellationToken cancellationToken) => new DeviceRegistration(_folder, plugins, _time, NullLogger<DeviceRegistration>.Instance).RunAsync(cancellationToken);

    private Task RegisterAsync(string resource) => FakeDevicePlugin.RegisterAsync(_folder, new RegisterRequest { Version = "v1beta1", ResourceName = resource, Endpoint = "x.sock" });

    private static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await isSo()) await Task.Delay(20, limit.Token);
    }
}
