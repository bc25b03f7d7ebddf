using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Joining;

namespace Orleans.Kube.NodeAgent.Cli;

/// <summary><c>token create|list|delete</c>: the tokens with which machines join.</summary>
internal static class TokenCommand
{
    private const string Namespace = "kube-system";
    private const string Type = "bootstrap.kubernetes.io/token";
    private const string Prefix = "bootstrap-token-";
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static Command Create()
    {
        var kubeConfig = CommandLine.KubeConfig();
        var hours = new Option<double>("--ttl-hours") { Description = "How many hours it lasts; 0 for ever.", DefaultValueFactory = _ => 24 };
        var description = new Option<string?>("--description") { Description = "What it is for." };
        var create = new Command("create", "Makes a token and prints the line to join with.") { kubeConfig, hours, description };
        create.SetAction((parsed, cancellationToken) => UseAsync(parsed.GetRequiredValue(kubeConfig), (client, config) =>
            CreateAsync(client, config, parsed.GetValue(hours), parsed.GetValue(description), cancellationToken)));
        var list = new Command("list", "Lists the tokens.") { kubeConfig };
        list.SetAction((parsed, cancellationToken) => UseAsync(parsed.GetRequiredValue(kubeConfig), (client, _) => ListAsync(client, cancellationToken)));
        var token = new Argument<string>("token") { Description = "The token, or its first six characters." };
        var delete = new Command("delete", "Removes a token.") { kubeConfig, token };
        delete.SetAction((parsed, cancellationToken) => UseAsync(parsed.GetRequiredValue(kubeConfig), async (client, _) =>
        {
            var id = parsed.GetRequiredValue(token).Split('.')[0];
            await client.Of<Secret>().InNamespace(Namespace).DeleteAsync(Prefix + id, cancellationToken: cancellationToken);
            Console.WriteLine($"token {id} is removed");
        }));
        return new Command("token", "The tokens with which machines join.") { create, list, delete };
    }

    private static async Task CreateAsync(KubeClient client, KubeConfig config, double hours, string? description, CancellationToken cancellationToken)
    {
        var (id, secret) = (RandomNumberGenerator.GetString(Letters, 6), RandomNumberGenerator.GetString(Letters, 16));
        var data = new Dictionary<string, string>
        {
            ["token-id"] = id, ["token-secret"] = secret, ["usage-bootstrap-authentication"] = "true", ["usage-bootstrap-signing"] = "true",
            ["auth-extra-groups"] = "system:bootstrappers:kubeadm:default-node-token",
        };
        if (hours > 0) data["expiration"] = Timestamp.Text(TimeProvider.System.GetUtcNow().AddHours(hours));
        if (description is not null) data["description"] = description;
        await client.Of<Secret>().InNamespace(Namespace).CreateAsync(
            new Secret { ApiVersion = "v1", Kind = "Secret", Metadata = new ObjectMeta { Name = Prefix + id, Namespace = Namespace }, Type = Type, StringData = data },
            cancellationToken: cancellationToken);
        var hashes = config.CertificateAuthorities.Select(static a => $" --ca-cert-hash {ClusterDiscovery.Hash(a)}");
        Console.WriteLine($"node-agent join {await ServerAsync(client, cancellationToken)} --token {id}.{secret}{string.Concat(hashes)}");
    }

    /// <summary>Where other machines reach the API server, as the cluster says it.</summary>
    private static async Task<string> ServerAsync(KubeClient client, CancellationToken cancellationToken)
    {
        var info = await client.Of<ConfigMap>().InNamespace("kube-public").GetAsync("cluster-info", cancellationToken);
        var line = info.Data.GetValueOrDefault("kubeconfig", "").Split('\n').Select(static l => l.Trim()).FirstOrDefault(static l => l.StartsWith("server: ", StringComparison.Ordinal));
        return line?["server: ".Length..] ?? client.Server.GetLeftPart(UriPartial.Authority);
    }

    private static async Task ListAsync(KubeClient client, CancellationToken cancellationToken)
    {
        Console.WriteLine($"{"TOKEN",-24}{"EXPIRES",-24}DESCRIPTION");
        var secrets = await client.Of<Secret>().InNamespace(Namespace).ListAsync(new ListOptions { FieldSelector = $"type={Type}" }, cancellationToken);
        foreach (var secret in secrets.Items)
            Console.WriteLine($"{$"{Text(secret, "token-id")}.{Text(secret, "token-secret")}",-24}{(Text(secret, "expiration") is { Length: > 0 } end ? end : "<never>"),-24}{Text(secret, "description")}");
    }

    private static string Text(Secret secret, string key) => secret.Data.TryGetValue(key, out var bytes) ? Encoding.UTF8.GetString(bytes) : "";

    private static async Task<int> UseAsync(FileInfo kubeConfig, Func<KubeClient, KubeConfig, Task> work)
    {
        try
        {
            var config = KubeConfigLoader.FromFile(kubeConfig.FullName);
            using var client = new KubeClient(config);
            await work(client, config);
            return 0;
        }
        catch (Exception e) when (e is HttpRequestException or StatusException or KubeConfigException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
