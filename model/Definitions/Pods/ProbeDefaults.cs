using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Defaults of probes and lifecycle handlers.</summary>
internal static class ProbeDefaults
{
    public static Probe? Default(Probe? probe)
    {
        if (probe is null) return null;
        var http = Default(probe.HttpGet);
        var grpc = probe.Grpc is { Service: null } ? probe.Grpc with { Service = "" } : probe.Grpc;
        if (probe is { TimeoutSeconds: not 0, PeriodSeconds: not 0, SuccessThreshold: not 0, FailureThreshold: not 0 }
            && ReferenceEquals(http, probe.HttpGet) && ReferenceEquals(grpc, probe.Grpc)) return probe;
        return probe with
        {
            HttpGet = http,
            Grpc = grpc,
            TimeoutSeconds = probe.TimeoutSeconds.Or(1),
            PeriodSeconds = probe.PeriodSeconds.Or(10),
            SuccessThreshold = probe.SuccessThreshold.Or(1),
            FailureThreshold = probe.FailureThreshold.Or(3),
        };
    }

    public static Lifecycle? Default(Lifecycle? lifecycle)
    {
        if (lifecycle is null) return null;
        var (postStart, preStop) = (Default(lifecycle.PostStart), Default(lifecycle.PreStop));
        return ReferenceEquals(postStart, lifecycle.PostStart) && ReferenceEquals(preStop, lifecycle.PreStop)
            ? lifecycle
            : lifecycle with { PostStart = postStart, PreStop = preStop };
    }

    private static LifecycleHandler? Default(LifecycleHandler? handler)
    {
        var http = Default(handler?.HttpGet);
        return ReferenceEquals(http, handler?.HttpGet) ? handler : handler! with { HttpGet = http };
    }

    private static HTTPGetAction? Default(HTTPGetAction? http) =>
        http is null or { Path.Length: > 0, Scheme.Length: > 0 } ? http : http with { Path = http.Path.Or("/"), Scheme = http.Scheme.Or(URIScheme.HTTP) };
}
