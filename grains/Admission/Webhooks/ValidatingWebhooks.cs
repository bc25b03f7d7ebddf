using Orleans.Kube.Controllers;
using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>Lets the webhooks of ValidatingWebhookConfigurations refuse writes. They are asked side by side.</summary>
public sealed class ValidatingWebhooks(WebhookCalls calls) : IAdmissionPlugin
{
    public int Order => 920;

    public bool Handles(AdmissionRequest request) => request.View.Count(Resources.ValidatingWebhookConfigurations) > 0 && !RuleMatching.IsExempt(request.Key.Resource);

    public async ValueTask ValidateAsync(AdmissionRequest request, KubeObject value)
    {
        var shown = request.Shown(value);
        var asked = new List<Task>();
        foreach (var hook in All(request.View))
            if (await calls.SeenAsync(hook, request, shown) is { } seen) asked.Add(calls.AskAsync(hook, request, seen, shown));
        foreach (var answer in asked) await answer.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        foreach (var answer in asked) await answer;
    }

    private static IEnumerable<Webhook> All(IClusterView view) => view.List(Resources.ValidatingWebhookConfigurations)
        .SelectMany(static c => c.As<ValidatingWebhookConfiguration>().Webhooks).Select(Webhook.Of);
}
