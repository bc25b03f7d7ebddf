using Orleans.Kube.Controllers.Certificates;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Certificates;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Certificates;

/// <summary>Requests of every sort are decided by their planner or by people, signed, refused and forgotten, while answers get lost.</summary>
public sealed class CertificateRequestPropertyTests
{
    private static readonly ObjectKey Key = new(Resources.CertificateSigningRequests, "", "r");
    private static readonly string[] Signers = [SignerNames.NodeClient, SignerNames.NodeServing, SignerNames.ApiServerClient, SignerNames.Legacy, "example.com/own"];

    [Fact]
    public void A_request_is_signed_once_and_only_when_it_was_approved_and_what_was_decided_stays() => Script.ForAll(static script =>
    {
        var world = new World(script);
        while (script.HasMore && world.Request is not null)
        {
            if (script.Choose(3) == 0) world.Meddle(script);
            else world.Reconcile(script.Choose(4) > 0, script.Choose(4) > 0);
        }
    }, length: 40);

    [Fact]
    public void What_can_be_done_is_done_and_in_the_end_a_request_goes_in_its_time() => Script.ForAll(static script =>
    {
        var world = new World(script);
        for (var acts = script.Choose(4); acts > 0; acts--) world.Meddle(script);
        for (var steps = 0; world.Request is { } request; steps++)
        {
            steps.ShouldBeLessThan(8, "it never ends");
            if (world.Reconcile(true, true) is not { } plan) continue;
            if (plan.Due is not { } due)
            {
                (Has(request, RequestConditionType.Approved), request.Status.Certificate).ShouldBe((true, null), "only who waits for a signer of somebody else may wait for ever");
                return;
            }

            due.ShouldBeGreaterThan(world.Now);
            world.Plan(due.AddTicks(-1)).ShouldBe(plan);
            world.Now = due;
        }
    }, length: 40);

    private static bool Has(CertificateSigningRequest request, string type) => request.Status.Conditions.Any(c => c.Type == type);

    /// <summary>One request, and who may do what.</summary>
    private sealed class World
    {
        private readonly Shelf _shelf = new();
        private readonly RequestedCertificate? _asked;
        private readonly string? _may;
        private readonly bool _isMalformed;
        private DateTimeOffset? _ends;

        public World(Script script)
        {
            _asked = script.Choose(5) == 1 ? null : new RequestedCertificate(script.Pick(["system:node:n1", "jane"]), [script.Pick(["system:nodes", "system:nodes", "admins"])]) { DnsNames = script.Choose(2) };
            _may = script.Pick([null, "nodeclient", "selfnodeclient"]);
            _isMalformed = script.Choose(6) == 1;
            _shelf.Put(Key.Resource, new CertificateSigningRequest
            {
                ApiVersion = "certificates.k8s.io/v1",
                Kind = "CertificateSigningRequest",
                Metadata = new ObjectMeta { Name = Key.Name, Finalizers = script.Choose(5) == 1 ? ["example.com/hold"] : [] },
                Spec = new()
                {
                    SignerName = script.Pick(Signers), Username = script.Pick(["system:node:n1", "system:bootstrap:a"]), ExpirationSeconds = script.Pick<int?>([null, 600, 3600, 100_000_000]),
                    Usages = script.Pick<string[]>([[KeyUsage.DigitalSignature, KeyUsage.ClientAuth], [KeyUsage.DigitalSignature, KeyUsage.ServerAuth], [KeyUsage.ClientAuth, KeyUsage.CodeSigning]]),
                },
            });
        }

        public DateTimeOffset Now
        {
            get => _shelf.Now;
            set => _shelf.Now = value;
        }

        public CertificateSigningRequest? Request => Stored(_shelf.Latest) is { Metadata.DeletionTimestamp: null } request ? request : null;

        /// <summary>Time passes, or people decide about the request or take it back.</summary>
        public void Meddle(Script script)
        {
            Now += TimeSpan.FromMinutes(script.Choose(40));
            if (Request is not { } request) return;
            var isDecided = Has(request, RequestConditionType.Approved) || Has(request, RequestConditionType.Denied);
            switch (script.Choose(8))
            {
                case 0 or 1 when !isDecided:
                    Decide(request, RequestConditionType.Approved);
                    break;
                case 2 when !isDecided:
                    Decide(request, RequestConditionType.Denied);
                    break;
                case 3 when !Has(request, RequestConditionType.Failed) && request.Status.Certificate is null:
                    Decide(request, RequestConditionType.Failed);
                    break;
                case 4:
                    _shelf.Delete(Key);
                    break;
            }
        }

        /// <summary>One reconciliation on the request as it is: a step is not carried out, or it is.</summary>
        /// <returns>The plan, where it only waits.</returns>
        public CertificateRequestPlan? Reconcile(bool isCarriedOut, bool canSign)
        {
            if (Stored(_shelf.Latest) is not { } request) return null;
            var plan = Plan(Now, canSign);
            if (request.Metadata.DeletionTimestamp is not null) plan.ShouldBe(new CertificateRequestPlan());
            (plan.Write is null || plan.Sign is null).ShouldBeTrue("one step a call");
            var write = plan.Sign is { } life ? Signed(request, life) : plan.Write;
            if (plan.Write is not null) MayBe(request, plan.Write);
            if (write is not null && isCarriedOut) _shelf.Apply(write).ShouldBeTrue();
            return plan is { Sign: null, Write: null } ? plan : null;
        }

        public CertificateRequestPlan Plan(DateTimeOffset now, bool canSign = true) =>
            CertificateRequestPlanner.Plan(new CertificateRequestView(Stored(_shelf.Latest)!, _asked, part => part == _may, canSign, now) { Ends = _ends });

        private ObjectWrite Signed(CertificateSigningRequest request, TimeSpan life)
        {
            (Has(request, RequestConditionType.Approved), Has(request, RequestConditionType.Denied), Has(request, RequestConditionType.Failed), request.Status.Certificate).ShouldBe((true, false, false, null));
            _asked.ShouldNotBeNull();
            SignerRules.Refusal(request.Spec.SignerName, _asked, request.Spec.Usages).ShouldBeNull();
            request.Spec.SignerName.ShouldNotBe("example.com/own", "another signer's");
            life.ShouldBeInRange(TimeSpan.FromMinutes(10), TimeSpan.FromDays(365));
            if (_isMalformed) return CertificateRequestPlanner.Failed(request, "SignerValidationFailure", "malformed", Now);
            _ends = Now + life;
            return ObjectReplacement.Of(Key.Resource, request with { Status = request.Status with { Certificate = [1] } }, "status");
        }

        /// <summary>A request goes when its time is over, fails when it cannot be signed, and is approved when nobody decided and its author may.</summary>
        private void MayBe(CertificateSigningRequest request, ObjectWrite write)
        {
            write.Key.ShouldBe(Key);
            if (write is ObjectDeletion)
            {
                Age(request).ShouldNotBeNull("it was waiting for its signer").ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero, "it went too early");
                return;
            }

            var content = (CertificateSigningRequest)((ObjectReplacement)write).Content;
            (content with { Status = request.Status }).ShouldBe(request);
            content.Status.Certificate.ShouldBe(request.Status.Certificate);
            content.Status.Conditions.SkipLast(1).ShouldBe(request.Status.Conditions);
            var added = content.Status.Conditions[^1];
            if (added.Type == RequestConditionType.Failed)
            {
                (Has(request, RequestConditionType.Approved), Has(request, RequestConditionType.Denied), Has(request, RequestConditionType.Failed)).ShouldBe((true, false, false));
                return;
            }

            added.Type.ShouldBe(RequestConditionType.Approved);
            (Has(request, RequestConditionType.Approved) || Has(request, RequestConditionType.Denied)).ShouldBeFalse("it was decided already");
            (request.Spec.SignerName, _asked?.CommonName, _asked?.DnsNames).ShouldBe((SignerNames.NodeClient, "system:node:n1", 0));
            (_may == "nodeclient" || (_may == "selfnodeclient" && request.Spec.Username == "system:node:n1")).ShouldBeTrue("its author may not");
        }

        /// <summary>For how long the time of a request is over: a day after it came when nobody said anything, an hour after the last word, and with the certificate.</summary>
        private TimeSpan? Age(CertificateSigningRequest request)
        {
            var ends = request.Status.Conditions.Where(c => c.Type != RequestConditionType.Approved || request.Status.Certificate is not null).Select(static c => c.LastUpdateTime + TimeSpan.FromHours(1)).Append(_ends);
            return Now - (request.Status.Conditions.Count == 0 ? request.Metadata.CreationTimestamp + TimeSpan.FromDays(1) : ends.Min());
        }

        private void Decide(CertificateSigningRequest request, string type) => _shelf.Put(Key.Resource, request with
        {
            Status = request.Status with { Conditions = [.. request.Status.Conditions, new() { Type = type, Status = "True", Reason = "People", LastUpdateTime = Now }] },
        });

        private static CertificateSigningRequest? Stored(Snapshot view) => view.Find(Key)?.As<CertificateSigningRequest>();
    }
}
