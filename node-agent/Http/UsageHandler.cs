using System.Text.Json;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Usage;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>The node's read-only views: its pods, and what they use.</summary>
internal sealed class UsageHandler(PodFleet fleet, IContainerRuntime runtime, FigureReader figures, NodeReporter node, AgentOptions options)
{
    public Task PodsAsync(HttpContext context) => WriteAsync(context, [.. fleet.Pods]);

    /// <summary>What runs, by the runtime's account.</summary>
    public async Task RunningPodsAsync(HttpContext context) => await WriteAsync(context, RunningPods.Of(await runtime.ListAsync(null, context.RequestAborted)));

    private static Task WriteAsync(HttpContext context, IReadOnlyList<Pod> items)
    {
        context.Response.ContentType = "application/json";
        var pods = new ObjectList<Pod> { ApiVersion = "v1", Kind = "PodList", Items = items };
        return JsonSerializer.SerializeAsync(context.Response.Body, pods, KubeJson.Options, context.RequestAborted);
    }

    /// <summary>kubelet's summary; with <c>only_cpu_and_memory=true</c> no more than that.</summary>
    public async Task SummaryAsync(HttpContext context)
    {
        var isBrief = bool.TryParse(context.Request.Query["only_cpu_and_memory"], out var brief) && brief;
        var found = await figures.ReadAsync(isBrief ? FigureDepth.Containers : FigureDepth.All, context.RequestAborted);
        var allocatable = node.Node.Status.Allocatable.GetValueOrDefault(ResourceName.Memory).Value;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(SummaryBuilder.Build(found, options.NodeName, Machine.BootTime(), allocatable, isBrief).ToJsonString(), context.RequestAborted);
    }
}
