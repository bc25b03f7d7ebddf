using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>What a container may do, from its own and its pod's security context. Pure but for reading seccomp profiles.</summary>
public static class SecurityBuilder
{
    /// <exception cref="StartException">The container must not run as root but would.</exception>
    public static ContainerSecurity Build(Pod pod, Container container, RuntimeImage image, string seccompFolder)
    {
        var (own, shared) = (container.SecurityContext ?? new(), pod.Spec.SecurityContext ?? new());
        var (user, group) = (own.RunAsUser ?? shared.RunAsUser, own.RunAsGroup ?? shared.RunAsGroup);
        if ((own.RunAsNonRoot ?? shared.RunAsNonRoot) == true) RequireNonRoot(pod, container, user, image);
        return new ContainerSecurity
        {
            User = group is null ? user?.ToString() ?? "" : $"{user?.ToString() ?? (image.User.Length > 0 ? image.User.Split(':')[0] : "0")}:{group}",
            Groups = [.. shared.SupplementalGroups.Concat(shared.FsGroup is { } fs ? [fs] : []).Distinct()],
            Privileged = own.Privileged == true,
            ReadOnlyRoot = own.ReadOnlyRootFilesystem == true,
            NoNewPrivileges = own.AllowPrivilegeEscalation == false,
            AddedCapabilities = own.Capabilities?.Add ?? [],
            DroppedCapabilities = own.Capabilities?.Drop ?? [],
            Seccomp = Seccomp(own.SeccompProfile ?? shared.SeccompProfile, seccompFolder),
            AppArmor = AppArmor(own.AppArmorProfile ?? shared.AppArmorProfile),
            UnmaskedProc = own.ProcMount == ProcMountType.Unmasked,
        };
    }

    private static void RequireNonRoot(Pod pod, Container container, long? user, RuntimeImage image)
    {
        var wanted = image.User.Split(':')[0];
        var who = $"(pod: \"{ContainerSpecBuilder.PodOf(pod)}\", container: {container.Name})";
        var trouble = user switch
        {
            0 => $"container's runAsUser breaks non-root policy {who}",
            not null => null,
            null when wanted is "" or "0" => $"container has runAsNonRoot and image will run as root {who}",
            null when !long.TryParse(wanted, out _) =>
                $"container has runAsNonRoot and image has non-numeric user ({wanted}), cannot verify user is non-root {who}",
            _ => null,
        };
        if (trouble is not null) throw new StartException("CreateContainerConfigError", trouble);
    }

    private static string? Seccomp(SeccompProfile? profile, string folder) => profile?.Type switch
    {
        SeccompProfileType.Unconfined => "unconfined",
        SeccompProfileType.Localhost => Read(Path.Combine(folder, profile.LocalhostProfile ?? "")),
        SeccompProfileType.RuntimeDefault => null,
        _ => "unconfined",
    };

    private static string Read(string file) =>
        File.Exists(file) ? File.ReadAllText(file) : throw new StartException("CreateContainerError", $"cannot load seccomp profile \"{file}\": open {file}: no such file or directory");

    private static string? AppArmor(AppArmorProfile? profile) => profile?.Type switch
    {
        AppArmorProfileType.Unconfined => "unconfined",
        AppArmorProfileType.Localhost => profile.LocalhostProfile,
        _ => null,
    };
}
