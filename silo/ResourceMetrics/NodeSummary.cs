namespace Orleans.Kube.Silo.ResourceMetrics;

/// <summary>What is read of a node's <c>/stats/summary</c>.</summary>
internal sealed record NodeSummary(NodeSummary.Figures Node, IReadOnlyList<NodeSummary.PodFigures> Pods)
{
    internal sealed record Figures(Processor? Cpu, Working? Memory);

    internal sealed record PodFigures(Reference PodRef, IReadOnlyList<ContainerFigures> Containers);

    internal sealed record ContainerFigures(string Name, DateTimeOffset StartTime, Processor Cpu, Working Memory);

    internal sealed record Reference(string Name, string Namespace, string Uid);

    internal sealed record Processor(long UsageCoreNanoSeconds);

    internal sealed record Working(long WorkingSetBytes);
}
