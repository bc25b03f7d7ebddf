using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Ephemeral containers as the ordinary containers that they mostly are.</summary>
internal static class EphemeralContainers
{
    public static Container AsContainer(EphemeralContainer source) => new()
    {
        Name = source.Name,
        Image = source.Image,
        Command = source.Command,
        Args = source.Args,
        WorkingDir = source.WorkingDir,
        Ports = source.Ports,
        EnvFrom = source.EnvFrom,
        Env = source.Env,
        Resources = source.Resources,
        ResizePolicy = source.ResizePolicy,
        RestartPolicy = source.RestartPolicy,
        VolumeMounts = source.VolumeMounts,
        VolumeDevices = source.VolumeDevices,
        LivenessProbe = source.LivenessProbe,
        ReadinessProbe = source.ReadinessProbe,
        StartupProbe = source.StartupProbe,
        Lifecycle = source.Lifecycle,
        TerminationMessagePath = source.TerminationMessagePath,
        TerminationMessagePolicy = source.TerminationMessagePolicy,
        ImagePullPolicy = source.ImagePullPolicy,
        SecurityContext = source.SecurityContext,
        Stdin = source.Stdin,
        StdinOnce = source.StdinOnce,
        Tty = source.Tty,
    };

    /// <summary>The ephemeral container with what defaulting changes taken from <paramref name="container"/>.</summary>
    public static EphemeralContainer With(EphemeralContainer target, Container container) => target with
    {
        Ports = container.Ports,
        Env = container.Env,
        LivenessProbe = container.LivenessProbe,
        ReadinessProbe = container.ReadinessProbe,
        StartupProbe = container.StartupProbe,
        Lifecycle = container.Lifecycle,
        TerminationMessagePath = container.TerminationMessagePath,
        TerminationMessagePolicy = container.TerminationMessagePolicy,
        ImagePullPolicy = container.ImagePullPolicy,
    };
}
