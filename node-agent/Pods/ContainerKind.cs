namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>The part that a container has in its pod's life.</summary>
public enum ContainerKind
{
    /// <summary>Runs to its end before the next one starts.</summary>
    Init,

    /// <summary>An init container with <c>restartPolicy: Always</c>: the next one starts once it has started, and it runs on.</summary>
    Sidecar,

    Main,

    /// <summary>Added to a running pod to look into it; never restarted.</summary>
    Ephemeral,
}
