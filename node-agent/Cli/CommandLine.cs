using System.CommandLine;

namespace Orleans.Kube.NodeAgent.Cli;

/// <summary>The commands of the executable.</summary>
public static class CommandLine
{
    public static RootCommand Create() => new("The node agent of Orleans.Kube: runs the pods that are bound to this machine.")
    {
        RunCommand.Create(),
        JoinCommand.Create(),
        LeaveCommand.Create(),
        TokenCommand.Create(),
        SimulateCommand.Create(),
        WaitCommand.Create(),
        StatusCommand.Create(),
        CleanupCommand.Create(),
    };

    internal static Option<FileInfo> KubeConfig() => new("--kubeconfig") { Description = "The kubeconfig to reach the API server with.", Required = true };
}
