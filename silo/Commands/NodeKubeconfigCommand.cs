using System.CommandLine;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Silo.Commands;

/// <summary><c>silo node-kubeconfig</c>: issues a node's certificate and prints a kubeconfig with it.</summary>
internal static class NodeKubeconfigCommand
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);
    private static readonly Option<string> Node = new("--node") { Description = "Name of the node.", Required = true };

    public static Command Create()
    {
        var command = new Command("node-kubeconfig", "Prints a kubeconfig for a node's agent.") { CommonOptions.Data, Node, CommonOptions.Server };
        command.SetAction(static arguments =>
        {
            var node = arguments.GetRequiredValue(Node);
            if (Names.DnsSubdomain(node).FirstOrDefault() is { } problem)
            {
                Console.Error.WriteLine($"--node {node}: {problem}");
                return 2;
            }

            var data = new DataDirectory(arguments.GetRequiredValue(CommonOptions.Data));
            using var authority = CertificateAuthority.Open(data, TimeProvider.System);
            Console.Out.Write(Kubeconfig.ForNode(authority, node, ServerAddress.Of(data, arguments.GetValue(CommonOptions.Server)), Lifetime));
            return 0;
        });
        return command;
    }
}
