using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Containers of every sort (k8s.io/kubernetes/pkg/apis/core/validation).</summary>
internal static class ContainerValidation
{
    private const long DefaultGracePeriodSeconds = 30;

    /// <param name="spec">The pod's spec.</param>
    /// <param name="volumes">Its volumes that are well-formed.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Validate(PodSpec spec, IReadOnlyList<Volume> volumes, FieldErrors errors)
    {
        if (spec.Containers.Count == 0) errors.Required("containers");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var hostPorts = new HashSet<(string, string, int)>();
        for (var i = 0; i < spec.Containers.Count; i++)
        {
            using var _ = errors.At("containers", i);
            var container = spec.Containers[i];
            Common(container, spec, volumes, errors);
            if (!names.Add(container.Name)) errors.Duplicate("name", container.Name);
            ProbeValidation.Validate(container, spec.TerminationGracePeriodSeconds ?? DefaultGracePeriodSeconds, errors);
            if (container.RestartPolicy is not null) errors.Forbidden("restartPolicy", "may not be set for non-init containers");
            HostPorts(container.Ports, hostPorts, errors);
            if (spec.HostNetwork) PortsOfHost(container.Ports, errors);
        }

        for (var i = 0; i < spec.InitContainers.Count; i++)
            using (errors.At("initContainers", i)) Init(spec.InitContainers[i], spec, volumes, names, errors);
        for (var i = 0; i < spec.EphemeralContainers.Count; i++)
            using (errors.At("ephemeralContainers", i)) EphemeralContainerValidation.Validate(spec.EphemeralContainers[i], spec, volumes, names, errors);
    }

    /// <summary>What holds for containers of every sort.</summary>
    internal static void Common(Container container, PodSpec spec, IReadOnlyList<Volume> volumes, FieldErrors errors)
    {
        if (container.Name.Length == 0) errors.Required("name");
        else errors.InvalidEach("name", container.Name, Names.DnsLabel(container.Name));
        if (container.Image.Length == 0) errors.Required("image");
        Rules.OneOf("terminationMessagePolicy", container.TerminationMessagePolicy, errors,
            TerminationMessagePolicy.File, TerminationMessagePolicy.FallbackToLogsOnError);
        Ports(container.Ports, errors);
        EnvironmentValidation.Validate(container, errors);
        MountValidation.Validate(container, volumes, errors);
        Rules.OneOf("imagePullPolicy", container.ImagePullPolicy, errors, PullPolicy.Always, PullPolicy.IfNotPresent, PullPolicy.Never);
        using (errors.At("resources")) ResourcesValidation.Validate(container.Resources, errors);
        Resizes(container.ResizePolicy, spec.RestartPolicy, errors);
        SecurityValidation.Container(container.SecurityContext, spec.HostUsers ?? true, errors);
    }

    private static void Name(string name, HashSet<string> names, FieldErrors errors)
    {
        if (name.Length > 0 && !names.Add(name)) errors.Duplicate("name", name);
    }

    private static void Init(Container container, PodSpec spec, IReadOnlyList<Volume> volumes, HashSet<string> names, FieldErrors errors)
    {
        Common(container, spec, volumes, errors);
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
    }

    private static void Ports(IReadOnlyList<ContainerPort> ports, FieldErrors errors)
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
        }
    }

    private static void PortsOfHost(IReadOnlyList<ContainerPort> ports, FieldErrors errors)
    {
        for (var i = 0; i < ports.Count; i++)
            if (ports[i].HostPort != 0 && ports[i].HostPort != ports[i].ContainerPortValue)
                errors.Invalid($"ports[{i}].hostPort", ports[i].HostPort, "must match `containerPort` when `hostNetwork` is true");
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
        if (policies.Count == 0) return;
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < policies.Count; i++)
        {
            var policy = policies[i];
            if (!names.Add(policy.ResourceName)) errors.Duplicate($"resizePolicy[{i}]", new BareName(policy.ResourceName));
            if (policy.ResourceName.Length == 0) errors.Required("resizePolicy");
            else if (policy.ResourceName is not (ResourceName.Cpu or ResourceName.Memory))
                errors.NotSupported("resizePolicy", new BareName(policy.ResourceName), ResourceName.Cpu, ResourceName.Memory);
            Rules.OneOf("resizePolicy", policy.RestartPolicy, errors, ResourceResizeRestartPolicy.NotRequired, ResourceResizeRestartPolicy.RestartContainer);
            if (podRestartPolicy == RestartPolicy.Never && policy.RestartPolicy != ResourceResizeRestartPolicy.NotRequired)
                errors.Invalid("resizePolicy", policy.RestartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'");
        }
    }
}
