using System.CommandLine;
using System.CommandLine.Parsing;
using Orleans.Kube.NodeAgent.Joining;

namespace Orleans.Kube.NodeAgent.Cli;

/// <summary><c>join</c>: makes this machine a node of a cluster and runs its agent.</summary>
internal static class JoinCommand
{
    public static Command Create()
    {
        var arguments = new AgentArguments();
        var server = new Argument<Uri>("server") { Description = "The API server: https://HOST:6443.", CustomParser = Address };
        var token = new Option<string>("--token") { Description = "The token that `./kube token create` printed.", Required = true };
        var hashes = new Option<string[]>("--ca-cert-hash", "--discovery-token-ca-cert-hash")
        {
            Description = "The hash of the key of the cluster's authority: sha256:…; may be given several times.", Required = true,
        };
        var only = new Option<bool>("--no-run") { Description = "Join, and leave it to `run` to run the agent." };
        var command = new Command("join", "Makes this machine a node of a cluster and runs its pods.") { server, token, hashes, only };
        arguments.AddTo(command);
        arguments.SetAction(command, async (parsed, options, cancellationToken) =>
        {
            try
            {
                var credentials = new NodeCredentials(options.DataFolder);
                if (credentials.AreValid(TimeProvider.System.GetUtcNow()))
                {
                    if (credentials.Objection(options.NodeName, parsed.GetRequiredValue(hashes)) is { } why) throw new JoinException(why);
                }
                else await ClusterJoin.JoinAsync(parsed.GetRequiredValue(server), parsed.GetRequiredValue(token), parsed.GetRequiredValue(hashes), options.NodeName, credentials, TimeProvider.System, cancellationToken);
                Console.WriteLine($"this machine is node {options.NodeName} of {parsed.GetValue(server)}");
                return parsed.GetValue(only) ? 0 : await RunCommand.RunAsync(options with { KubeConfig = credentials.KubeConfig }, cancellationToken);
            }
            catch (Exception e) when (e is JoinException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return 1;
            }
        });
        return command;
    }

    private static Uri? Address(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps) return address;
        result.AddError($"'{text}' is no address such as https://HOST:6443");
        return null;
    }
}
