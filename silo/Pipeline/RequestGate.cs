using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Authentication;
using Orleans.Kube.Silo.Authorization;
using Orleans.Kube.Silo.FlowControl;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Pipeline;

/// <summary>What a request passes before it is worked on: authentication, impersonation, room, authorization.</summary>
public sealed class RequestGate(AuthenticatorChain authentication, Impersonation impersonation, FlowController flows, IAuthorizer authorizer)
{
    /// <summary>Lets the request in; <see cref="Leave"/> gives back what this returns.</summary>
    /// <exception cref="StatusException">401, 403 or 429.</exception>
    public async ValueTask<FlowController.Seat> EnterAsync(ApiRequest request)
    {
        request.User = await authentication.AuthenticateAsync(request);
        impersonation.Apply(request);
        var seat = await flows.EnterAsync(request);
        var question = AccessQuestion.Of(request);
        var verdict = authorizer.Judge(question);
        if (verdict.IsAllowed) return seat;
        flows.Leave(seat);
        throw question.Refusal(verdict.Reason);
    }

    public void Leave(FlowController.Seat seat) => flows.Leave(seat);
}
