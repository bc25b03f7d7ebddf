using Orleans.Kube.Model.Admission;
using Orleans.Kube.Model.AdmissionRegistration;

namespace Orleans.Kube.Grains;

/// <summary>Reaches webhooks over HTTPS.</summary>
public interface IWebhookClient
{
    /// <summary>Sends a review and returns the answer.</summary>
    /// <exception cref="WebhookException">The webhook cannot be reached, or answers nothing that can be understood.</exception>
    Task<AdmissionReview> CallAsync(WebhookClientConfig target, AdmissionReview review, TimeSpan timeout);
}

/// <summary>Why a webhook could not be asked.</summary>
public sealed class WebhookException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>For hosts without a network.</summary>
public sealed class NoWebhooks : IWebhookClient
{
    public Task<AdmissionReview> CallAsync(WebhookClientConfig target, AdmissionReview review, TimeSpan timeout) =>
        throw new WebhookException("webhooks cannot be reached from here");
}
