using System.Text.Json.Nodes;
using Orleans.Kube.Model;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>kubelet's /configz: the settings that the agent runs with, under the names of kubelet's configuration (<c>kubelet.config.k8s.io/v1beta1</c>).</summary>
internal static class ConfigHandler
{
    public static Task HandleAsync(HttpContext context, AgentOptions options)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(new JsonObject { ["kubeletconfig"] = ConfigurationOf(options) }.ToJsonString(), context.RequestAborted);
    }

    /// <summary>Only the fields that the agent has a setting for. Pure.</summary>
    public static JsonObject ConfigurationOf(AgentOptions options)
    {
        var configuration = new JsonObject
        {
            ["clusterDomain"] = options.ClusterDomain,
            ["clusterDNS"] = options.ClusterDns is { } dns ? new JsonArray(dns) : [],
            ["maxPods"] = options.MaximumPods,
            ["podPidsLimit"] = options.Containers.PodPidsLimit,
            ["nodeStatusUpdateFrequency"] = GoDuration.Format(options.Heartbeat.StatusCheck),
            ["nodeStatusReportFrequency"] = GoDuration.Format(options.Heartbeat.StatusReport),
            ["nodeLeaseDurationSeconds"] = (int)options.Heartbeat.LeaseDuration.TotalSeconds,
            ["syncFrequency"] = GoDuration.Format(options.Containers.VolumeRefresh),
            ["runtimeRequestTimeout"] = GoDuration.Format(options.Containers.RuntimeRequestTimeout),
            ["imageMinimumGCAge"] = GoDuration.Format(options.Eviction.ImageAge),
            ["imageMaximumGCAge"] = GoDuration.Format(options.Eviction.MaximumImageAge),
            ["imageGCHighThresholdPercent"] = (int)Math.Round(options.Eviction.ImagesHigh * 100),
            ["imageGCLowThresholdPercent"] = (int)Math.Round(options.Eviction.ImagesLow * 100),
            ["evictionHard"] = Text(options.Eviction.Hard),
            ["evictionMaxPodGracePeriod"] = (int)options.Eviction.MaximumPodGrace.TotalSeconds,
            ["evictionPressureTransitionPeriod"] = GoDuration.Format(options.Eviction.PressureTransition),
            ["crashLoopBackOff"] = new JsonObject { ["maxContainerRestartPeriod"] = GoDuration.Format(options.Containers.LongestRestartBackOff) },
            ["serializeImagePulls"] = options.Containers.ParallelPulls <= 1,
            ["maxParallelImagePulls"] = options.Containers.ParallelPulls,
            ["containerLogMaxSize"] = Quantity(options.Containers.LogFileSize),
            ["containerLogMaxFiles"] = options.Containers.LogFiles,
            ["podLogsDir"] = Path.Combine(options.Containers.LogFolder, "pods"),
            ["allowedUnsafeSysctls"] = new JsonArray([.. options.Containers.AllowedUnsafeSysctls.Select(static s => (JsonNode)s)]),
        };
        if (options.KubeReserved.Count > 0) configuration["kubeReserved"] = Text(options.KubeReserved);
        if (options.SystemReserved.Count > 0) configuration["systemReserved"] = Text(options.SystemReserved);
        if (options.PodCidr is { } pods) configuration["podCIDR"] = pods;
        if (options.StaticPods is { } folder) configuration["staticPodPath"] = folder;
        if (options.Eviction.Soft.Count > 0) configuration["evictionSoft"] = Text(options.Eviction.Soft);
        if (options.Eviction.SoftGracePeriods.Count > 0) configuration["evictionSoftGracePeriod"] = Text(options.Eviction.SoftGracePeriods.ToDictionary(static g => g.Key, static g => GoDuration.Format(g.Value)));
        if (options.Eviction.MinimumReclaim.Count > 0) configuration["evictionMinimumReclaim"] = Text(options.Eviction.MinimumReclaim);
        return configuration;
    }

    private static JsonObject Text(IReadOnlyDictionary<string, string> settings) => new(settings.Select(static s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value)));

    /// <summary>A size in Docker's words (<c>10m</c>) in Kubernetes' (<c>10Mi</c>).</summary>
    private static string Quantity(string size)
    {
        var text = size.TrimEnd('b', 'B');
        return text.Length > 0 && char.IsLetter(text[^1]) ? $"{text[..^1]}{char.ToUpperInvariant(text[^1])}i" : text;
    }
}
