using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Defaults of containers, wherever a pod spec stands.</summary>
internal static class ContainerDefaults
{
    public static Container Default(Container container)
    {
        var ports = container.Ports.Map(Default);
        var env = container.Env.Map(Default);
        var liveness = ProbeDefaults.Default(container.LivenessProbe);
        var readiness = ProbeDefaults.Default(container.ReadinessProbe);
        var startup = ProbeDefaults.Default(container.StartupProbe);
        var lifecycle = ProbeDefaults.Default(container.Lifecycle);
        var isComplete = container is { ImagePullPolicy.Length: > 0, TerminationMessagePath.Length: > 0, TerminationMessagePolicy.Length: > 0, Resources.Claims.Count: 0 }
            && ReferenceEquals(ports, container.Ports) && ReferenceEquals(env, container.Env)
            && ReferenceEquals(liveness, container.LivenessProbe) && ReferenceEquals(readiness, container.ReadinessProbe)
            && ReferenceEquals(startup, container.StartupProbe) && ReferenceEquals(lifecycle, container.Lifecycle);
        if (isComplete) return container;
        return container with
        {
            Ports = ports,
            Env = env,
            LivenessProbe = liveness,
            ReadinessProbe = readiness,
            StartupProbe = startup,
            Lifecycle = lifecycle,
            Resources = container.Resources.Claims.Count == 0 ? container.Resources : container.Resources with { Claims = [] },
            ImagePullPolicy = container.ImagePullPolicy.Or(ImageReference.PullPolicy(container.Image)),
            TerminationMessagePath = container.TerminationMessagePath.Or("/dev/termination-log"),
            TerminationMessagePolicy = container.TerminationMessagePolicy.Or(TerminationMessagePolicy.File),
        };
    }

    /// <summary>The defaults that a pod has and a template has not: requests follow limits, and on the host's network each port is a port of the host.</summary>
    public static Container DefaultInPod(Container container, bool hostNetwork)
    {
        var requests = container.Resources.Requests.Or(container.Resources.Limits);
        var ports = hostNetwork ? container.Ports.Map(static p => p.HostPort == 0 ? p with { HostPort = p.ContainerPortValue } : p) : container.Ports;
        var isComplete = ReferenceEquals(requests, container.Resources.Requests) && ReferenceEquals(ports, container.Ports);
        return isComplete ? container : container with { Ports = ports, Resources = container.Resources with { Requests = requests } };
    }

    public static EphemeralContainer Default(EphemeralContainer container)
    {
        var common = EphemeralContainers.AsContainer(container);
        var defaulted = Default(common);
        return ReferenceEquals(common, defaulted) ? container : EphemeralContainers.With(container, defaulted);
    }

    private static ContainerPort Default(ContainerPort port) => port.Protocol.Length > 0 ? port : port with { Protocol = Protocol.TCP };

    private static EnvVar Default(EnvVar variable)
    {
        var source = Default(variable.ValueFrom);
        return ReferenceEquals(source, variable.ValueFrom) ? variable : variable with { ValueFrom = source };
    }

    private static EnvVarSource? Default(EnvVarSource? source)
    {
        var fieldRef = Default(source?.FieldRef);
        return ReferenceEquals(fieldRef, source?.FieldRef) ? source : source! with { FieldRef = fieldRef };
    }

    internal static ObjectFieldSelector? Default(ObjectFieldSelector? selector) =>
        selector is { ApiVersion.Length: 0 } ? selector with { ApiVersion = "v1" } : selector;
}
