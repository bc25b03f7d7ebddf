using System.CommandLine;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Silo.Commands;

/// <summary><c>silo kubeconfig</c>: prints the administrator's kubeconfig.</summary>
internal static class KubeconfigCommand
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    public static Command Create()
    {
        var command = new Command("kubeconfig", "Prints a kubeconfig of the administrator.") { CommonOptions.Data, CommonOptions.Server };
        command.SetAction(static arguments =>
        {
            var data = new DataDirectory(arguments.GetRequiredValue(CommonOptions.Data));
            using var authority = CertificateAuthority.Open(data, TimeProvider.System);
            var server = ServerAddress.Of(data, arguments.GetValue(CommonOptions.Server));
            var credentials = authority.IssueClient("kubernetes-admin", ["system:masters"], Lifetime);
            Console.Out.Write(Kubeconfig.Write(server, authority.Pem, "kubernetes-admin", credentials));
            return 0;
        });
        return command;
    }
}
