using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.NodeAgent.Eviction;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Simulated;
using Orleans.Kube.Testing;

namespace Orleans.Kube.NodeAgent.Tests.Runtime;

public sealed class ImageCollectorTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("images-").FullName;
    private readonly FakeTime _time = new(DateTimeOffset.UnixEpoch);
    private readonly SimulatedRuntime _runtime;

    public ImageCollectorTests() => _runtime = new SimulatedRuntime(_time);

    [Fact]
    public async Task Unused_images_that_were_pulled_go_and_all_others_stay()
    {
        var collector = Collector();
        var (used, unused) = (await PullAsync(collector, "r/used:1"), await PullAsync(collector, "r/unused:1"));
        _runtime.AddImage("r/foreign:1");
        await RunAsync(used);
        (await collector.CollectAsync(long.MaxValue, default)).ShouldBe(0, "both are too young");

        _time.Advance(TimeSpan.FromMinutes(3));
        var later = Collector();
        (await later.CollectAsync(long.MaxValue, default)).ShouldBe(unused.Size);
        (await NamesAsync()).ShouldBe(["r/foreign:1", "r/used:1"]);
    }

    [Fact]
    public async Task No_more_goes_than_is_needed_and_the_longest_unused_goes_first()
    {
        var collector = Collector();
        var old = await PullAsync(collector, "r/old:1");
        _time.Advance(TimeSpan.FromMinutes(1));
        await PullAsync(collector, "r/young:1");
        _time.Advance(TimeSpan.FromMinutes(5));

        (await collector.CollectAsync(1, default)).ShouldBe(old.Size);
        (await NamesAsync()).ShouldBe(["r/young:1"]);
    }

    [Fact]
    public async Task An_image_whose_container_has_just_gone_goes_too_when_it_is_old_enough_itself()
    {
        var collector = Collector();
        var image = await PullAsync(collector, "r/image:1");
        await RunAsync(image);
        _time.Advance(TimeSpan.FromMinutes(3));
        (await collector.CollectAsync(long.MaxValue, default)).ShouldBe(0);

        foreach (var container in await _runtime.ListAsync(null, default)) await _runtime.RemoveAsync(container.Id, default);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await collector.CollectAsync(long.MaxValue, default)).ShouldBe(image.Size);
    }

    [Fact]
    public async Task Images_that_nobody_used_for_long_go_however_much_room_there_is()
    {
        var collector = new ImageCollector(_runtime, new EvictionOptions { MaximumImageAge = TimeSpan.FromHours(1) }, _data, _time, NullLogger<ImageCollector>.Instance);
        await RunAsync(await PullAsync(collector, "r/used:1"));
        await PullAsync(collector, "r/old:1");
        _time.Advance(TimeSpan.FromMinutes(30));
        await PullAsync(collector, "r/young:1");
        await collector.CollectOldAsync(default);
        (await NamesAsync()).ShouldBe(["r/old:1", "r/used:1", "r/young:1"]);

        _time.Advance(TimeSpan.FromMinutes(30));
        await Collector().CollectOldAsync(default);
        (await NamesAsync()).ShouldBe(["r/old:1", "r/used:1", "r/young:1"], "without a setting they are kept");
        await collector.CollectOldAsync(default);
        (await NamesAsync()).ShouldBe(["r/used:1", "r/young:1"]);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private ImageCollector Collector() => new(_runtime, new EvictionOptions(), _data, _time, NullLogger<ImageCollector>.Instance);

    private async Task<RuntimeImage> PullAsync(ImageCollector collector, string name)
    {
        _runtime.AddImage(name);
        var image = (await _runtime.Images.FindAsync(name, default))!;
        collector.Pulled(image);
        return image;
    }

    private async Task RunAsync(RuntimeImage image)
    {
        var pod = new PodIdentity("default", "p", "uid");
        var sandbox = await _runtime.RunSandboxAsync(new SandboxSpec { Pod = pod, Hostname = "p" }, default);
        await _runtime.CreateContainerAsync(new ContainerSpec { Pod = pod, Name = "c", SandboxId = sandbox, Image = image.Names[0], ImageId = image.Id }, default);
    }

    private async Task<IEnumerable<string>> NamesAsync() => (await _runtime.Images.ListAsync(default)).SelectMany(static i => i.Names).Where(static n => n.StartsWith("r/", StringComparison.Ordinal)).Order();
}
