using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains;

/// <summary>Reaches webhooks over HTTPS.</summary>
public interface IWebhookClient
{
    /// <summary>Sends a review and returns the answer.</summary>
    /// <exception cref="WebhookException">The webhook cannot be reached, or answers nothing that can be understood.</exception>
    Task<TReview> CallAsync<TReview>(WebhookClientConfig target, TReview review, TimeSpan timeout) where TReview : TypeMeta;
}

/// <summary>Why a webhook could not be asked.</summary>
public sealed class WebhookException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>For hosts without a network.</summary>
public sealed class NoWebhooks : IWebhookClient
{
    public Task<TReview> CallAsync<TReview>(WebhookClientConfig target, TReview review, TimeSpan timeout) where TReview : TypeMeta =>
        throw new WebhookException("webhooks cannot be reached from here");
}
