using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Cli;
using Orleans.Kube.NodeAgent.Eviction;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.Testing;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class EvictionPlannerTests
{
    private const long Mi = 1 << 20;
    private static readonly MachineReading Calm = new(1024 * Mi, 50, 100, 10, 100);
    private static readonly EvictionOptions Options = new();

    [Fact]
    public void A_shortage_is_what_is_below_its_threshold()
    {
        EvictionPlanner.Pressure(Calm, Options).ShouldBe(new NodePressure());
        EvictionPlanner.Pressure(Calm with { MemoryAvailable = 99 * Mi }, Options).ShouldBe(new NodePressure(Memory: true));
        EvictionPlanner.Pressure(Calm with { DiskAvailable = 9 }, Options).ShouldBe(new NodePressure(Disk: true));
        EvictionPlanner.Pressure(Calm with { PidsInUse = 91 }, Options).ShouldBe(new NodePressure(Pids: true));
    }

    [Theory]
    [InlineData("who uses more than it asked for goes before who does not", "modest:100:90:0 greedy:10:20:0", "greedy")]
    [InlineData("of those the less important", "big:0:500:10 small:0:5:0", "small")]
    [InlineData("of those the one furthest beyond", "a:0:50:0 b:100:200:0 c:0:60:0", "b")]
    [InlineData("who is critical stays", "system:0:500:2000000000 user:100:1:0", "user")]
    [InlineData("nobody is left", "system:0:500:2000001000", null)]
    public void The_first_to_go_is_the_one_that_takes_most_beyond_its_share(string reason, string pods, string? first)
    {
        var reading = Calm with { MemoryAvailable = 50 * Mi };
        var chosen = EvictionPlanner.Choose(new NodePressure(Memory: true), reading, Options, pods.Split(' ').Select(Use));
        chosen?.Pod.Metadata.Name.ShouldBe(first, reason);
        (chosen is null).ShouldBe(first is null);
    }

    [Fact]
    public void The_verdict_says_what_was_short_and_who_took_it()
    {
        var (_, verdict) = EvictionPlanner.Choose(new NodePressure(Memory: true), Calm with { MemoryAvailable = 50 * Mi }, Options, [Use("greedy:10:20:0")])!.Value;
        (verdict.Reason, verdict.Message).ShouldBe(("Evicted",
            "The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi. Container main was using 20Mi, request is 10Mi, has larger consumption of memory. "));
    }

    [Theory]
    [InlineData(1, 0, null)]
    [InlineData(3, 0, "Usage of EmptyDir volume \"data\" exceeds the limit \"2Mi\". ")]
    [InlineData(0, 5, "Container main exceeded its local ephemeral storage limit \"4Mi\". ")]
    [InlineData(2, 3, "Pod ephemeral local storage usage exceeds the total limit of containers 4Mi. ")]
    public void A_pod_keeps_to_the_disk_that_it_may_take(long volume, long layer, string? message)
    {
        var pod = new Pod
        {
            Spec = new PodSpec
            {
                Containers = [new Container { Name = "main", Resources = new ResourceRequirements { Limits = new Dictionary<string, Quantity> { ["ephemeral-storage"] = Quantity.Parse("4Mi") } } }],
                Volumes = [new Volume { Name = "data", EmptyDir = new EmptyDirVolumeSource { SizeLimit = Quantity.Parse("2Mi") } }],
            },
        };

        EvictionPlanner.OverLimit(pod, new Dictionary<string, long> { ["data"] = volume * Mi }, new Dictionary<string, long> { ["main"] = layer * Mi })?.Message.ShouldBe(message);
        (message is null).ShouldBe(EvictionPlanner.OverLimit(pod, new Dictionary<string, long> { ["data"] = volume * Mi }, new Dictionary<string, long> { ["main"] = layer * Mi }) is null);
    }

    [Fact]
    public void Conditions_outlast_a_shortage_for_a_while()
    {
        var time = new FakeTime(PodScene.Noon);
        var shortage = new NodeShortage(Options, time);
        shortage.Report(new NodePressure(Memory: true));
        time.Advance(TimeSpan.FromMinutes(1));
        shortage.Report(new NodePressure());
        time.Advance(TimeSpan.FromMinutes(3));
        time.Set(TimeSpan.FromHours(1));
        shortage.Now().ShouldBe(new NodePressure(Memory: true));
        time.Advance(TimeSpan.FromMinutes(1));
        shortage.Now().ShouldBe(new NodePressure());
    }

    [Fact]
    public void Thresholds_are_read_as_kubelet_writes_them()
    {
        var options = EvictionThresholds.Parse("memory.available<200Mi,nodefs.available<12.5%");
        (options.MemoryAvailable, options.DiskAvailable, options.PidsAvailable).ShouldBe((200 * Mi, 0.125, 0));
        Should.Throw<FormatException>(static () => EvictionThresholds.Parse("memory.available<much")).Message.ShouldBe("unknown or malformed eviction threshold \"memory.available<much\"");
        Should.Throw<FormatException>(static () => EvictionThresholds.Parse("nodefs.available<1Gi"));
    }

    /// <summary>name:request:used:priority, amounts in mebibytes.</summary>
    private static PodUse Use(string text)
    {
        var parts = text.Split(':');
        var request = long.Parse(parts[1]) * Mi;
        var pod = new Pod
        {
            Metadata = new ObjectMeta { Name = parts[0] },
            Spec = new PodSpec
            {
                Priority = int.Parse(parts[3]),
                Containers = [new Container { Name = "main", Resources = new ResourceRequirements { Requests = new Dictionary<string, Quantity> { ["memory"] = Quantity.Of(request, QuantityFormat.BinarySI) } } }],
            },
        };
        return new PodUse(pod, new Dictionary<string, long> { ["main"] = long.Parse(parts[2]) * Mi }, 0, 0);
    }
}
