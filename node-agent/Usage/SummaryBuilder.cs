using System.Text.Json.Nodes;
using Orleans.Kube.Model;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Usage;

/// <summary>kubelet's <c>/stats/summary</c> (https://github.com/kubernetes/kubelet/blob/v0.33.0/pkg/apis/stats/v1alpha1/types.go). Pure.</summary>
public static class SummaryBuilder
{
    private const string FirstInterface = "eth0";

    /// <param name="figures">What was measured.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="since">When the machine started.</param>
    /// <param name="allocatableMemory">How much memory pods may have altogether, in bytes.</param>
    /// <param name="onlyCpuAndMemory">Whether nothing else is asked for.</param>
    public static JsonObject Build(NodeFigures figures, string node, DateTimeOffset since, long allocatableMemory, bool onlyCpuAndMemory)
    {
        var (time, left, machine) = (figures.Time, figures.Left, figures.Machine);
        var disk = Disk(time, left.Disk, null);
        var images = left.Images is { } other ? Disk(time, other, null) : disk.DeepClone();
        return Of(
            ("node", Of(
                ("nodeName", node),
                ("systemContainers", new JsonArray([.. SystemContainers(figures, since, allocatableMemory)])),
                ("startTime", Text(since)),
                ("cpu", Cpu(machine.Usage, figures.NanoCores)),
                ("memory", Memory(machine.Usage, left.MemoryAvailable)),
                ("network", onlyCpuAndMemory ? null : Network(time, figures.Network)),
                ("fs", onlyCpuAndMemory ? null : disk),
                ("runtime", onlyCpuAndMemory ? null : Of(("imageFs", images), ("containerFs", images.DeepClone()))),
                ("rlimit", onlyCpuAndMemory ? null : Of(("time", Text(time)), ("maxpid", left.PidsTotal), ("curproc", left.PidsInUse))),
                ("swap", Swap(machine.Usage, machine.SwapTotal - machine.Usage.SwapBytes)))),
            ("pods", new JsonArray([.. figures.Pods.Where(static p => p.Containers.Count > 0).Select(pod => Pod(pod, figures, onlyCpuAndMemory))])));
    }

    private static IEnumerable<JsonNode> SystemContainers(NodeFigures figures, DateTimeOffset since, long allocatableMemory)
    {
        if (figures.Agent is { } agent) yield return Of(("name", "kubelet"), ("startTime", Text(since)), ("cpu", Cpu(agent, null)), ("memory", Memory(agent, null)));
        var pods = figures.InPods;
        yield return Of(("name", "pods"), ("startTime", Text(since)), ("cpu", Cpu(pods, null)), ("memory", Memory(pods, Math.Max(0, allocatableMemory - pods.WorkingSetBytes))));
    }

    private static JsonNode Pod(PodFigures pod, NodeFigures figures, bool onlyCpuAndMemory)
    {
        var total = pod.Total;
        return Of(
            ("podRef", Of(("name", pod.Pod.Name), ("namespace", pod.Pod.Namespace), ("uid", pod.Pod.Uid))),
            ("startTime", pod.StartTime is { } start ? Text(start) : null),
            ("containers", new JsonArray([.. pod.Containers.Select(c => Container(c, figures, onlyCpuAndMemory))])),
            ("cpu", Cpu(total, pod.NanoCores)),
            ("memory", Memory(total, null)),
            ("network", onlyCpuAndMemory ? null : Network(figures.Time, pod.Network)),
            ("volume", onlyCpuAndMemory ? null : Volumes(pod, figures)),
            ("ephemeral-storage", onlyCpuAndMemory || pod.Volumes is null ? null : Disk(figures.Time, figures.Left.Disk, OnDisk(pod))),
            ("process_stats", onlyCpuAndMemory ? null : Of(("process_count", total.Processes))),
            ("swap", Swap(total, null)));
    }

    private static DiskUse OnDisk(PodFigures pod) =>
        pod.Containers.Aggregate(pod.Volumes!.Values.Where(static v => !v.IsInMemory).Aggregate(default(DiskUse), static (sum, v) => sum + v.Use), static (sum, c) => c.Disk is { } disk ? sum + disk.Layer + disk.Logs : sum);

    private static JsonNode Container(ContainerFigures figures, NodeFigures node, bool onlyCpuAndMemory)
    {
        var (container, usage) = (figures.Container, figures.Usage);
        var limit = container.Resources is { Memory: > 0 and var bytes } ? Math.Max(0, bytes - usage.WorkingSetBytes) : (long?)null;
        return Of(
            ("name", container.Name),
            ("startTime", container.StartedAt is { } started ? Text(started) : null),
            ("cpu", Cpu(usage, figures.NanoCores)),
            ("memory", Memory(usage, limit)),
            ("rootfs", onlyCpuAndMemory || figures.Disk is null ? null : Disk(node.Time, node.Left.Images ?? node.Left.Disk, figures.Disk.Layer)),
            ("logs", onlyCpuAndMemory || figures.Disk is null ? null : Disk(node.Time, node.Left.Disk, figures.Disk.Logs)),
            ("swap", Swap(usage, null)));
    }

    private static JsonArray? Volumes(PodFigures pod, NodeFigures figures)
    {
        JsonNode[] all = [.. (pod.Volumes ?? EmptyMap<VolumeFigures>.Value).Select(v => Volume(v.Key, v.Value, figures)), .. pod.Claims.Select(c => Claim(c, figures))];
        return all.Length == 0 ? null : new JsonArray(all);
    }

    private static JsonObject Claim(ClaimFigures claim, NodeFigures figures)
    {
        var volume = Disk(figures.Time, claim.Disk, null);
        volume["name"] = claim.Volume;
        if (claim.Claim.Length > 0) volume["pvcRef"] = Of(("name", claim.Claim), ("namespace", claim.Namespace));
        return volume;
    }

    private static JsonObject Volume(string name, VolumeFigures found, NodeFigures figures)
    {
        var volume = Disk(figures.Time, found.Disk, found.Use);
        volume["name"] = name;
        return volume;
    }

    private static JsonObject Cpu(ContainerUsage usage, long? nanoCores) =>
        Of(("time", Text(usage.Time)), ("usageNanoCores", nanoCores), ("usageCoreNanoSeconds", usage.CpuNanoseconds));

    private static JsonObject Memory(ContainerUsage usage, long? available) => Of(
        ("time", Text(usage.Time)), ("availableBytes", available), ("usageBytes", usage.MemoryBytes), ("workingSetBytes", usage.WorkingSetBytes), ("rssBytes", usage.RssBytes),
        ("pageFaults", usage.PageFaults), ("majorPageFaults", usage.MajorPageFaults));

    private static JsonObject Swap(ContainerUsage usage, long? available) =>
        Of(("time", Text(usage.Time)), ("swapAvailableBytes", available), ("swapUsageBytes", usage.SwapBytes));

    private static JsonObject? Network(DateTimeOffset time, IReadOnlyList<InterfaceCounters> interfaces)
    {
        if (interfaces.Count == 0) return null;
        var network = interfaces.FirstOrDefault(static i => i.Name == FirstInterface) is { } first ? Interface(first) : Of(("name", ""));
        network["time"] = Text(time);
        network["interfaces"] = new JsonArray([.. interfaces.Select(Interface)]);
        return network;
    }

    private static JsonObject Interface(InterfaceCounters counters) => Of(
        ("name", counters.Name), ("rxBytes", counters.Received.Bytes), ("rxErrors", counters.Received.Errors), ("txBytes", counters.Sent.Bytes), ("txErrors", counters.Sent.Errors));

    /// <summary>A disk, or what one thing takes of it.</summary>
    private static JsonObject Disk(DateTimeOffset time, DiskReading disk, DiskUse? use) => Of(
        ("time", Text(time)), ("availableBytes", disk.Available), ("capacityBytes", disk.Total), ("usedBytes", use?.Bytes ?? disk.Used),
        ("inodesFree", disk.InodesFree), ("inodes", disk.Inodes), ("inodesUsed", use?.Inodes ?? disk.InodesUsed));

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>An object without what is null.</summary>
    private static JsonObject Of(params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var found = new JsonObject();
        foreach (var (name, value) in fields)
            if (value is not null) found[name] = value;
        return found;
    }
}
