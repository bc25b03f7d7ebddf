using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains;
using Orleans.Kube.Grains.Expressions;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Admission;

/// <summary>Lets webhooks and policies refuse what is asked of a pod's subresources: connections, evictions, bindings.</summary>
public sealed class SubresourceAdmission(WebhookCalls calls, ObjectConversion conversion, ResourceRegistry registry, WriteVariables variables)
{
    private readonly IAdmissionPlugin[] _plugins = [new MutatingWebhooks(calls, conversion), new PolicyAdmission(registry, conversion, variables), new ValidatingWebhooks(calls)];

    /// <summary>Checks a connection, before it is opened.</summary>
    /// <exception cref="StatusException">The connection is refused.</exception>
    public async ValueTask ConnectAsync(ApiRequest request, IClusterView view, Pod pod)
    {
        var context = WriteContext.Of(request.User, "", false);
        await CheckAsync(request, new AdmissionRequest(AdmissionOperation.Connect, request.Definition, request.Key, request.Info.Subresource, null, context, view) { Sent = OptionsOf(request) }, pod);
    }

    /// <summary>Checks what is sent to act on a pod.</summary>
    /// <exception cref="StatusException">The action is refused.</exception>
    public ValueTask ActAsync(ApiRequest request, IClusterView view, Pod pod, KubeObject sent, WriteContext context) =>
        CheckAsync(request, new AdmissionRequest(AdmissionOperation.Create, request.Definition, request.Key, request.Info.Subresource, null, context, view) { Sent = sent }, pod);

    private async ValueTask CheckAsync(ApiRequest request, AdmissionRequest write, Pod pod)
    {
        try
        {
            foreach (var plugin in _plugins)
            {
                if (!plugin.Handles(write)) continue;
                await plugin.AdmitAsync(write, pod);
                await plugin.ValidateAsync(write, pod);
            }
        }
        finally
        {
            Answer.AddWarnings(request.Http, write.Warnings.Texts);
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
