using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.FlowControl;
using Orleans.Kube.Model.Meta;
using Subject = Orleans.Kube.Model.FlowControl.Subject;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>The flow schemas and priority levels that every cluster has.</summary>
internal static class DefaultFlowControl
{
    private const string Group = "flowcontrol.apiserver.k8s.io/v1";
    private const string Exempt = "exempt";
    private const string CatchAll = "catch-all";

    private static readonly FlowDistinguisherMethod ByUser = new() { Type = FlowDistinguisherMethodType.ByUser };
    private static readonly FlowDistinguisherMethod ByNamespace = new() { Type = FlowDistinguisherMethodType.ByNamespace };
    private static readonly Subject[] Everybody = [GroupOf("system:unauthenticated"), GroupOf("system:authenticated")];

    public static IEnumerable<PriorityLevelConfiguration> Levels() =>
    [
        Level(Exempt, new() { Type = PriorityLevelEnablement.Exempt, Exempt = new() { NominalConcurrencyShares = 0, LendablePercent = 0 } }),
        Limited(CatchAll, 5, lendable: 0, queues: null),
        Limited("global-default", 20, lendable: 50, queues: new() { Queues = 128, HandSize = 6, QueueLengthLimit = 50 }),
        Limited("leader-election", 10, lendable: 0, queues: new() { Queues = 16, HandSize = 4, QueueLengthLimit = 50 }),
        Limited("node-high", 40, lendable: 25, queues: new() { Queues = 64, HandSize = 6, QueueLengthLimit = 50 }),
        Limited("system", 30, lendable: 33, queues: new() { Queues = 64, HandSize = 6, QueueLengthLimit = 50 }),
        Limited("workload-high", 40, lendable: 50, queues: new() { Queues = 128, HandSize = 6, QueueLengthLimit = 50 }),
        Limited("workload-low", 100, lendable: 90, queues: new() { Queues = 128, HandSize = 6, QueueLengthLimit = 50 }),
    ];

    public static IEnumerable<FlowSchema> Schemas() =>
    [
        Schema(Exempt, Exempt, 1, null, Everything([GroupOf("system:masters")])),
        Schema("probes", Exempt, 2, null, new() { Subjects = Everybody, NonResourceRules = [new() { Verbs = ["get"], NonResourceURLs = ["/healthz", "/readyz", "/livez"] }] }),
        Schema("system-leader-election", "leader-election", 100, ByUser,
            new() { Subjects = [UserOf("system:kube-controller-manager"), UserOf("system:kube-scheduler"), AccountOf("*")], ResourceRules = [Leases("kube-system")] }),
        Schema("endpoint-controller", "workload-high", 150, ByUser, new()
        {
            Subjects = [UserOf("system:kube-controller-manager"), AccountOf("endpoint-controller"), AccountOf("endpointslicemirroring-controller")],
            ResourceRules = [new() { Verbs = ["get", "create", "update"], ApiGroups = [""], Resources = ["endpoints"], Namespaces = ["*"] }],
        }),
        Schema("workload-leader-election", "leader-election", 200, ByUser, new() { Subjects = [AccountOf("*")], ResourceRules = [Leases("*")] }),
        Schema("system-node-high", "node-high", 400, ByUser, new()
        {
            Subjects = [GroupOf("system:nodes")],
            ResourceRules =
            [
                new() { Verbs = ["*"], ApiGroups = [""], Resources = ["nodes", "nodes/status"], Namespaces = ["*"], ClusterScope = true },
                new() { Verbs = ["*"], ApiGroups = ["coordination.k8s.io"], Resources = ["leases"], Namespaces = ["*"] },
            ],
        }),
        Schema("system-nodes", "system", 500, ByUser, Everything([GroupOf("system:nodes")])),
        Schema("kube-controller-manager", "workload-high", 800, ByNamespace, Everything([UserOf("system:kube-controller-manager")])),
        Schema("kube-scheduler", "workload-high", 800, ByNamespace, Everything([UserOf("system:kube-scheduler")])),
        Schema("kube-system-service-accounts", "workload-high", 900, ByNamespace, Everything([AccountOf("*")])),
        Schema("service-accounts", "workload-low", 9000, ByUser, Everything([GroupOf(ServiceAccountName.AllAccounts)])),
        Schema("global-default", "global-default", 9900, ByUser, Everything(Everybody)),
        Schema(CatchAll, CatchAll, 10000, ByUser, Everything(Everybody)),
    ];

    private static PriorityLevelConfiguration Limited(string name, int shares, int lendable, QueuingConfiguration? queues) => Level(name, new()
    {
        Type = PriorityLevelEnablement.Limited,
        Limited = new()
        {
            NominalConcurrencyShares = shares, LendablePercent = lendable,
            LimitResponse = new() { Type = queues is null ? LimitResponseType.Reject : LimitResponseType.Queue, Queuing = queues },
        },
    });

    private static PriorityLevelConfiguration Level(string name, PriorityLevelConfigurationSpec spec) =>
        new() { ApiVersion = Group, Kind = "PriorityLevelConfiguration", Metadata = Meta(name), Spec = spec };

    private static FlowSchema Schema(string name, string level, int precedence, FlowDistinguisherMethod? method, PolicyRulesWithSubjects rule) => new()
    {
        ApiVersion = Group, Kind = "FlowSchema", Metadata = Meta(name),
        Spec = new() { PriorityLevelConfiguration = new() { Name = level }, MatchingPrecedence = precedence, DistinguisherMethod = method, Rules = [rule] },
    };

    private static ObjectMeta Meta(string name) => new() { Name = name, Annotations = new Dictionary<string, string> { ["apf.kubernetes.io/autoupdate-spec"] = "true" } };

    private static PolicyRulesWithSubjects Everything(IReadOnlyList<Subject> subjects) => new()
    {
        Subjects = subjects,
        ResourceRules = [new() { Verbs = ["*"], ApiGroups = ["*"], Resources = ["*"], Namespaces = ["*"], ClusterScope = true }],
        NonResourceRules = [new() { Verbs = ["*"], NonResourceURLs = ["*"] }],
    };

    private static ResourcePolicyRule Leases(string @namespace) =>
        new() { Verbs = ["get", "create", "update"], ApiGroups = ["coordination.k8s.io"], Resources = ["leases"], Namespaces = [@namespace] };

    private static Subject UserOf(string name) => new() { Kind = SubjectKind.User, User = new() { Name = name } };

    private static Subject GroupOf(string name) => new() { Kind = SubjectKind.Group, Group = new() { Name = name } };

    private static Subject AccountOf(string name) => new() { Kind = SubjectKind.ServiceAccount, ServiceAccount = new() { Name = name, Namespace = "kube-system" } };
}
