using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Admission;

/// <summary>Lets webhooks refuse connections to pods, before they are opened.</summary>
public sealed class ConnectAdmission(WebhookCalls calls, ObjectConversion conversion)
{
    private readonly IAdmissionPlugin[] _plugins = [new MutatingWebhooks(calls, conversion), new ValidatingWebhooks(calls)];

    /// <exception cref="StatusException">The connection is refused.</exception>
    public async ValueTask CheckAsync(ApiRequest request, IClusterView view, ResourceDefinition pods, Pod pod)
    {
        var write = new Grains.AdmissionRequest(
            AdmissionOperation.Connect, pods, request.Key, request.Info.Subresource, null, new WriteContext(request.User.Username, request.User.Groups, "", false), view)
        {
            Connection = OptionsOf(request),
        };
        foreach (var plugin in _plugins)
        {
            if (!plugin.Handles(write)) continue;
            await plugin.AdmitAsync(write, pod);
            await plugin.ValidateAsync(write, pod);
        }
    }

    private static ConnectionOptions OptionsOf(ApiRequest request) => new()
    {
        ApiVersion = "v1",
        Kind = request.Info.Subresource switch { "exec" => "PodExecOptions", "attach" => "PodAttachOptions", _ => "PodPortForwardOptions" },
        Stdin = request.Flag("stdin"),
        Stdout = request.Flag("stdout"),
        Stderr = request.Flag("stderr"),
        Tty = request.Flag("tty"),
        Container = request.Query("container") ?? "",
        Command = [.. request.Http.Request.Query["command"].OfType<string>()],
    };

    /// <summary>PodExecOptions, PodAttachOptions, PodPortForwardOptions: what a client asks of a connection, in its query.</summary>
    private sealed record ConnectionOptions : TypeMeta
    {
        public bool Stdin { get; init; }

        public bool Stdout { get; init; }

        public bool Stderr { get; init; }

        public bool Tty { get; init; }

        public string Container { get; init; } = "";

        public IReadOnlyList<string> Command { get; init; } = [];
    }
}
