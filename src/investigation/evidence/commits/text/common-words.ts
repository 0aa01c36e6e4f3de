/**
 * Words that stand in most descriptions of most incidents and therefore tell nothing about one of them: the inverse
 * query frequency of Orca (OSDI 2018) as a list, since one installation alone sees too few incidents to count them.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `a about above after again all also am an and any anymore are as at back be because been before being below between both
  but by can cannot could did do does doesn don down due during each either else even every few first for from further get
  gets getting go going good got had has have having he her here him his how however i if in instead into is isn it its
  just last least less let like likely ll look looks lot made make makes many may me might more most much must my need
  needed needs never new next no not now of off often ok on once one only or other our out over own per perhaps please
  possible possibly re really reason reasons s same see seem seemed seems several she should since so some something
  still such t than that the their them then there these they thing things this those though through to today too took
  two under until up us use used uses using ve very via want was wasn we were what when where whether which while who
  whole why will with without won would yet you your around second first different various revisit later whether
  alarm alert alerts appear appears bad breach breached break breakage breaking breaks broke broken bug bugs causing cause
  caused causes change changed changes cl com commit commits critical crash crashes crashing crbug deploy deployed
  env environment error errors fail failed failing fails failure failures fix fixed fixing fatal firing follow
  http https incident info introduced investigate investigating issue issues land landed level log logs main master merge
  merged message monitor monitoring org overview pr problem problems prod production regression reland relanding
  revert reverted reverting reverts row rows seeing severity seen service service_name status suspect suspected trace
  triggered try ui unknown urgent version warn warning warnings wrong www`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Words of units, transport and code scaffolding: they tell a little, in whole company. */
export const DULL_WORDS: ReadonlySet<string> = new Set(
  `ms msec sec secs second seconds minute minutes min mins hour hours day days bytes kb mb gb mib gib percent
  request requests response responses client clients server servers api apis id ids uuid key value values data type types name
  names time date size count counts total number numbers line lines file files path paths url uri host port get post put
  patch delete head method call calls called caller function class object item items list result results
  run running start started stop stopped end state message messages code codes test tests build builds job jobs task
  java javax com org net io src app apps main lib libs dist usr srv opt var node modules site packages py ts tsx js jsx go rb php cs
  kt rs cpp cc cxx hpp impl internal pkg cmd util utils common core base exception throwable traceback caused at`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
