using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.NodeAgent.Plugins;
using Orleans.Kube.NodeAgent.Tests.Fakes;
using Orleans.Kube.Testing;

namespace Orleans.Kube.NodeAgent.Tests.Csi;

/// <summary>How plugins make themselves known.</summary>
public sealed class PluginFolderTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plugins-").FullName;
    private readonly Handler _handler = new();

    [Fact]
    public async Task A_plugin_is_taken_on_once_and_let_go_when_its_socket_goes()
    {
        var registry = Path.Combine(_folder, "registry");
        var plugins = new PluginFolder(registry, [_handler], new FakeTime(DateTimeOffset.UnixEpoch), NullLogger<PluginFolder>.Instance);
        await plugins.LookAsync(CancellationToken.None);
        File.WriteAllText(Path.Combine(registry, "no.sock"), "");
        await using (var driver = await FakeCsiDriver.StartAsync("one", registry, _folder, "1.0.0", "1.2.0"))
        {
            await plugins.LookAsync(CancellationToken.None);
            await plugins.LookAsync(CancellationToken.None);
            _handler.Log.ShouldBe(["+one 1.0.0 1.2.0 csi.sock"]);
            driver.Registrations.ShouldHaveSingleItem().PluginRegistered.ShouldBeTrue();
        }

        File.Delete(Path.Combine(registry, "one-reg.sock"));
        await plugins.LookAsync(CancellationToken.None);
        _handler.Log[^1].ShouldBe("-one");
    }

    [Fact]
    public async Task A_plugin_that_cannot_be_used_is_told_why_and_tried_again_ever_more_seldom()
    {
        var time = new FakeTime(DateTimeOffset.UnixEpoch);
        var plugins = new PluginFolder(Path.Combine(_folder, "registry"), [_handler], time, NullLogger<PluginFolder>.Instance);
        _handler.Trouble = "the moon is full";
        await using var driver = await FakeCsiDriver.StartAsync("one", Directory.CreateDirectory(Path.Combine(_folder, "registry")).FullName, _folder);
        await plugins.LookAsync(CancellationToken.None);
        driver.Registrations.ShouldHaveSingleItem().Error.ShouldBe("RegisterPlugin error -- plugin registration failed with err: the moon is full");
        await plugins.LookAsync(CancellationToken.None);
        _handler.Log.Count.ShouldBe(1, "not at once");
        time.Advance(TimeSpan.FromSeconds(1));
        await plugins.LookAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(1));
        await plugins.LookAsync(CancellationToken.None);
        _handler.Log.Count.ShouldBe(2);
        _handler.Trouble = null;
        time.Advance(TimeSpan.FromSeconds(1));
        await plugins.LookAsync(CancellationToken.None);
        driver.Registrations.Last().PluginRegistered.ShouldBeTrue();
    }

    private sealed class Handler : IPluginHandler
    {
        public List<string> Log { get; } = [];

        public string? Trouble { get; set; }

        public string Type => "CSIPlugin";

        public Task RegisterAsync(string name, IReadOnlyList<string> versions, string socket, CancellationToken cancellationToken)
        {
            Log.Add($"+{name} {string.Join(' ', versions)} {Path.GetFileName(socket)}");
            return Trouble is null ? Task.CompletedTask : throw new PluginException(Trouble);
        }

        public Task UnregisterAsync(string name, CancellationToken cancellationToken)
        {
            Log.Add($"-{name}");
            return Task.CompletedTask;
        }
    }
}
