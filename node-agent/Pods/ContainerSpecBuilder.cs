using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Devices;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Variables;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>A container of a pod as the runtime is to make it, with every reference resolved.</summary>
public sealed class ContainerSpecBuilder(
    EnvironmentBuilder environment, PodFolders folders, PodFiles files, ContainerMounts mounts, DeviceGrants devices, RuntimeHandlers handlers, string seccompFolder)
{
    /// <exception cref="ReferenceException">Something that the container needs is missing.</exception>
    public async Task<ContainerSpec> BuildAsync(
        Pod pod, PodAction.Start start, RuntimeContainer sandbox, RuntimeImage image, IReadOnlyDictionary<string, MountedVolume> volumes, CancellationToken cancellationToken)
    {
        var container = start.Container;
        var variables = await environment.BuildAsync(pod, container, cancellationToken);
        var map = variables.ToDictionary(v => v.Key, v => v.Value);
        var grants = await devices.TakeAsync(pod, container, cancellationToken);
        var log = TerminationLog(pod, container, start.Attempt);
        files.Write(pod, sandbox.Address);
        return new ContainerSpec
        {
            Pod = PodOf(pod),
            Name = container.Name,
            Attempt = start.Attempt,
            SandboxId = sandbox.Id,
            Handler = await handlers.OfAsync(pod, cancellationToken),
            Image = container.Image,
            ImageId = image.Id,
            Command = [.. container.Command.Select(w => Expansion.Expand(w, map))],
            Arguments = [.. container.Args.Select(w => Expansion.Expand(w, map))],
            // What the pod says itself goes before what is said of its devices, as with kubelet.
            Environment = [.. grants.SelectMany(static g => g.Environment).Where(v => !map.ContainsKey(v.Key)), .. variables],
            WorkingFolder = container.WorkingDir,
            Mounts = [.. mounts.Build(pod, container, volumes, map), .. grants.SelectMany(static g => g.Mounts), new MountSpec(log, MessagePath(container))],
            Devices = [.. ContainerMounts.Devices(container, volumes), .. grants.SelectMany(static g => g.Devices)],
            CdiDevices = [.. grants.SelectMany(static g => g.Cdi)],
            Resources = QualityOfService.Resources(pod.Spec, container),
            Security = SecurityBuilder.Build(pod, container, image, seccompFolder),
            Input = container.Stdin,
            InputOnce = container.StdinOnce,
            Terminal = container.Tty,
            HostNetwork = pod.Spec.HostNetwork,
            ProcessNamespace = TargetOf(pod, start) ?? (pod.Spec.HostPID ? "host" : pod.Spec.ShareProcessNamespace == true ? sandbox.Id : ""),
            StopSignal = container.Lifecycle?.StopSignal,
            Notes = new ContainerNotes { TerminationLog = log, TerminationMessagePolicy = container.TerminationMessagePolicy },
        };
    }

    public static PodIdentity PodOf(Pod pod) => new(pod.Metadata.Namespace, pod.Metadata.Name, pod.Metadata.Uid);

    /// <exception cref="ReferenceException">The container that an ephemeral one is to look at is not there.</exception>
    private static string? TargetOf(Pod pod, PodAction.Start start) => start.TargetId is not "" ? start.TargetId
        : throw new ReferenceException($"unable to find target container {pod.Spec.EphemeralContainers.First(c => c.Name == start.Container.Name).TargetContainerName}");

    private static string MessagePath(Container container) => container.TerminationMessagePath.Length > 0 ? container.TerminationMessagePath : "/dev/termination-log";

    private string TerminationLog(Pod pod, Container container, int attempt)
    {
        var file = folders.TerminationLog(pod.Metadata.Uid, container.Name, attempt);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, []);
        File.SetUnixFileMode(file, (UnixFileMode)0b110_110_110);
        return file;
    }
}
