using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Containers of every sort (k8s.io/kubernetes/pkg/apis/core/validation).</summary>
internal static class ContainerValidation
{
    private const long DefaultGracePeriodSeconds = 30;

    public static void Validate(PodSpec spec, FieldErrors errors)
    {
        if (spec.Containers.Count == 0) errors.Required("containers");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var hostPorts = new HashSet<(string, string, int)>();
        for (var i = 0; i < spec.Containers.Count; i++)
        {
            using var _ = errors.At("containers", i);
            var container = spec.Containers[i];
            Common(container, spec, errors);
            Name(container.Name, names, errors);
            ProbeValidation.Validate(container, spec.TerminationGracePeriodSeconds ?? DefaultGracePeriodSeconds, errors);
            if (container.RestartPolicy is not null) errors.Forbidden("restartPolicy", "may not be set for non-init containers");
            HostPorts(container.Ports, hostPorts, errors);
        }

        for (var i = 0; i < spec.InitContainers.Count; i++)
            using (errors.At("initContainers", i)) Init(spec.InitContainers[i], spec, names, errors);
        for (var i = 0; i < spec.EphemeralContainers.Count; i++)
            using (errors.At("ephemeralContainers", i)) EphemeralContainerValidation.Validate(spec.EphemeralContainers[i], spec, names, errors);
    }

    /// <summary>What holds for containers of every sort.</summary>
    internal static void Common(Container container, PodSpec spec, FieldErrors errors)
    {
        if (container.Name.Length == 0) errors.Required("name");
        else errors.InvalidEach("name", container.Name, Names.DnsLabel(container.Name));
        if (container.Image.Length == 0) errors.Required("image");
        Rules.OneOf("terminationMessagePolicy", container.TerminationMessagePolicy, errors,
            TerminationMessagePolicy.FallbackToLogsOnError, TerminationMessagePolicy.File);
        Ports(container.Ports, spec.HostNetwork, errors);
        EnvironmentValidation.Validate(container, errors);
        MountValidation.Validate(container, spec.Volumes, errors);
        Rules.OneOf("imagePullPolicy", container.ImagePullPolicy, errors, PullPolicy.Always, PullPolicy.IfNotPresent, PullPolicy.Never);
        ResourcesValidation.Validate(container.Resources, spec.ResourceClaims, errors);
        Resizes(container.ResizePolicy, spec.RestartPolicy, errors);
        SecurityValidation.Container(container.SecurityContext, errors);
    }

    private static void Name(string name, HashSet<string> names, FieldErrors errors)
    {
        if (name.Length > 0 && !names.Add(name)) errors.Duplicate("name", name);
    }

    private static void Init(Container container, PodSpec spec, HashSet<string> names, FieldErrors errors)
    {
        Common(container, spec, errors);
        Name(container.Name, names, errors);
        HostPorts(container.Ports, [], errors);
        if (container.RestartPolicy is not null and not ContainerRestartPolicy.Always)
            errors.NotSupported("restartPolicy", container.RestartPolicy, ContainerRestartPolicy.Always);
        if (container.RestartPolicy == ContainerRestartPolicy.Always)
        {
            ProbeValidation.Validate(container, spec.TerminationGracePeriodSeconds ?? DefaultGracePeriodSeconds, errors);
            return;
        }

        const string Detail = "may not be set for init containers without restartPolicy=Always";
        if (container.Lifecycle is not null) errors.Forbidden("lifecycle", Detail);
        if (container.LivenessProbe is not null) errors.Forbidden("livenessProbe", Detail);
        if (container.ReadinessProbe is not null) errors.Forbidden("readinessProbe", Detail);
        if (container.StartupProbe is not null) errors.Forbidden("startupProbe", Detail);
        if (container.ResizePolicy.Count > 0) errors.Invalid("resizePolicy", container.ResizePolicy, "must not be set for init containers");
    }

    private static void Ports(IReadOnlyList<ContainerPort> ports, bool hostNetwork, FieldErrors errors)
    {
        if (ports.Count == 0) return;
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Count; i++)
        {
            using var _ = errors.At("ports", i);
            var port = ports[i];
            if (port.Name.Length > 0)
            {
                if (Rules.PortName(port.Name) is { Count: > 0 } messages) errors.InvalidEach("name", port.Name, messages);
                else if (!names.Add(port.Name)) errors.Duplicate("name", port.Name);
            }

            if (port.ContainerPortValue == 0) errors.Required("containerPort");
            else errors.InvalidEach("containerPort", port.ContainerPortValue, Rules.Port(port.ContainerPortValue));
            if (port.HostPort != 0) errors.InvalidEach("hostPort", port.HostPort, Rules.Port(port.HostPort));
            Rules.OneOf("protocol", port.Protocol, errors, Protocol.SCTP, Protocol.TCP, Protocol.UDP);
            if (port.HostIP.Length > 0) errors.InvalidEach("hostIP", port.HostIP, Rules.Ip(port.HostIP));
            if (hostNetwork && port.HostPort != 0 && port.HostPort != port.ContainerPortValue)
                errors.Invalid("containerPort", port.ContainerPortValue, "must match `hostPort` when `hostNetwork` is true");
        }
    }

    private static void HostPorts(IReadOnlyList<ContainerPort> ports, HashSet<(string, string, int)> taken, FieldErrors errors)
    {
        for (var i = 0; i < ports.Count; i++)
        {
            var port = ports[i];
            if (port.HostPort != 0 && !taken.Add((port.Protocol, port.HostIP, port.HostPort)))
                errors.Duplicate($"ports[{i}].hostPort", $"{port.Protocol}/{port.HostIP}/{port.HostPort}");
        }
    }

    private static void Resizes(IReadOnlyList<ContainerResizePolicy> policies, string podRestartPolicy, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var policy in policies)
        {
            if (!names.Add(policy.ResourceName)) errors.Duplicate("resizePolicy", policy.ResourceName);
            if (policy.ResourceName is not (ResourceName.Cpu or ResourceName.Memory))
                errors.NotSupported("resizePolicy", policy.ResourceName, ResourceName.Cpu, ResourceName.Memory);
            Rules.OneOf("resizePolicy", policy.RestartPolicy, errors, ResourceResizeRestartPolicy.NotRequired, ResourceResizeRestartPolicy.RestartContainer);
            if (podRestartPolicy == RestartPolicy.Never && policy.RestartPolicy == ResourceResizeRestartPolicy.RestartContainer)
                errors.Invalid("resizePolicy", policy.RestartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'");
        }
    }
}
