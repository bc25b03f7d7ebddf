using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>The containers of a pod with their parts.</summary>
public static class PodContainers
{
    public static ContainerKind KindOfInit(Container container) =>
        container.RestartPolicy == ContainerRestartPolicy.Always ? ContainerKind.Sidecar : ContainerKind.Init;

    public static IEnumerable<(Container Container, ContainerKind Kind)> All(PodSpec pod) =>
    [
        .. pod.InitContainers.Select(c => (c, KindOfInit(c))),
        .. pod.Containers.Select(c => (c, ContainerKind.Main)),
        .. pod.EphemeralContainers.Select(c => (Plain(c), ContainerKind.Ephemeral)),
    ];

    public static (Container Container, ContainerKind Kind)? Find(PodSpec pod, string name)
    {
        foreach (var item in All(pod))
            if (item.Container.Name == name) return item;
        return null;
    }

    /// <summary>Where in the pod an event about a container points to: <c>spec.containers{name}</c>.</summary>
    public static string FieldPath(string name, ContainerKind kind) => kind switch
    {
        ContainerKind.Main => $"spec.containers{{{name}}}",
        ContainerKind.Ephemeral => $"spec.ephemeralContainers{{{name}}}",
        _ => $"spec.initContainers{{{name}}}",
    };

    private static Container Plain(EphemeralContainer from) => new()
    {
        Name = from.Name, Image = from.Image, Command = from.Command, Args = from.Args, WorkingDir = from.WorkingDir, EnvFrom = from.EnvFrom, Env = from.Env,
        VolumeMounts = from.VolumeMounts, VolumeDevices = from.VolumeDevices, TerminationMessagePath = from.TerminationMessagePath, TerminationMessagePolicy = from.TerminationMessagePolicy,
        ImagePullPolicy = from.ImagePullPolicy, SecurityContext = from.SecurityContext, Stdin = from.Stdin, StdinOnce = from.StdinOnce, Tty = from.Tty,
    };
}
