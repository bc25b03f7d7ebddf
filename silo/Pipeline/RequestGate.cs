using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Authentication;
using Orleans.Kube.Silo.Authorization;
using Orleans.Kube.Silo.FlowControl;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Pipeline;

/// <summary>What a request passes before it is worked on: authentication, impersonation, room, authorization.</summary>
public sealed class RequestGate(AuthenticatorChain authentication, Impersonation impersonation, FlowController flows, IAuthorizer authorizer)
{
    /// <summary>Lets the request in; <see cref="ApiRequest.LeaveSeats"/> gives back what it occupies then.</summary>
    /// <exception cref="StatusException">401, 403 or 429.</exception>
    public async ValueTask EnterAsync(ApiRequest request)
    {
        request.User = await authentication.AuthenticateAsync(request);
        impersonation.Apply(request);
        await flows.EnterAsync(request);
        var question = AccessQuestion.Of(request);
        var verdict = authorizer.Judge(question);
        if (!verdict.IsAllowed) throw question.Refusal(verdict.Reason);
    }
}
